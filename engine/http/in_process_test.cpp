#include "engine/http/in_process.hpp"

#include "engine/http/test_office.hpp"

namespace netra::http {
namespace {

std::string code_of(const Result<AnyReply>& reply) { return reply ? "done" : reply.error().code; }

TEST(InProcess, AnswersAsTheServerDoes) {
  test::for_each_database([](storage::Database& database) {
    Office office(database);
    const InProcess server(office.routes, database, office.entropy);
    const auto now = office.clock.now();
    auto hello = server.ask(office.gate, now, {.address = "/hello/a%20b?q=c%26d"});
    ASSERT_EQ(code_of(hello), "done");
    EXPECT_EQ(hello->view.at("text"), "a bc&d");
    auto note =
        server.ask(office.gate, now, {Method::post, "/notes", json::object{{"text", "a"}, {"tags", json::array{}}}});
    ASSERT_EQ(code_of(note), "done");
    EXPECT_EQ(note->location, "/notes/1");
    EXPECT_EQ(note->status, 201);
  });
}

TEST(InProcess, RefusesAsTheServerDoes) {
  test::for_each_database([](storage::Database& database) {
    Office office(database);
    const InProcess server(office.routes, database, office.entropy);
    struct {
      const char* why;
      InProcess::Request request;
      const char* code;
    } const rows[] = {
        {"nobody signed in", {.address = "/mine"}, "session.required"},
        {"no such path", {.address = "/nowhere"}, "request.unknown_path"},
        {"another method", {Method::put, "/notes"}, "request.method"},
        {"a broken escape", {.address = "/hello/%zz"}, "request.encoding"},
        {"a broken escape in the query", {.address = "/hello/a?q=%zz"}, "request.encoding"},
        {"a body of another shape", {Method::post, "/notes", json::object{{"text", 1}}}, "request.fields"},
        {"what the handler refuses",
         {Method::post, "/notes", json::object{{"text", "bad"}, {"tags", json::array{}}}},
         "note.bad"},
    };
    for (const auto& row : rows)
      EXPECT_EQ(code_of(server.ask(office.gate, office.clock.now(), row.request)), row.code) << row.why;
    EXPECT_EQ(office.acted, 0);
  });
}

TEST(InProcess, TakesSomebodyLetInAlready) {
  test::for_each_database([](storage::Database& database) {
    Office office(database);
    const InProcess server(office.routes, database, office.entropy);
    EXPECT_EQ(code_of(server.ask_as(Principal{}, office.clock.now(), {.address = "/mine"})), "done") << "no gate";
  });
}

TEST(InProcess, FillsPatternsWithEncodedValues) {
  EXPECT_EQ(path_of("/cases/{id}/files/{file}", {{"id", "a b/c"}, {"other", "x"}}), "/cases/a%20b%2Fc/files/{file}");
}

}  // namespace
}  // namespace netra::http
