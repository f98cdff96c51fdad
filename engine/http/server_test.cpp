// Drives the real server over loopback sockets.
#include "engine/http/server.hpp"

#include <gtest/gtest.h>
#include <barrier>
#include <thread>

#include "engine/http/sql.hpp"
#include "engine/http/test_office.hpp"

namespace netra::http {
namespace {

TEST(Server, OneResourceTwoRepresentations) {
  with_office([](Office& office) {
    auto client = office.client();
    auto as_json = client.ask(get("/hello/world?q=1", "Accept: application/json\r\n"));
    EXPECT_EQ(as_json.status, 200);
    EXPECT_EQ(as_json.body, R"({"text":"world1","number":1})");
    EXPECT_EQ(as_json.header("cache-control"), "no-store");
    auto as_page =
        client.ask(get("/hello/world", "Accept: text/html\r\nAccept-Language: en\r\n"));  // the same connection
    EXPECT_TRUE(as_page.body.starts_with("<page hello id>")) << as_page.body;             // pages: only when asked
    EXPECT_NE(as_page.header("content-security-policy").find("default-src 'self'"), std::string::npos);
    EXPECT_EQ(as_page.header("content-security-policy").find("unsafe"), std::string::npos);
    EXPECT_EQ(as_page.header("x-content-type-options"), "nosniff");
    auto switched = client.ask(get("/hello/world?lang=en", "Accept: text/html\r\n"));
    EXPECT_TRUE(switched.header("set-cookie").starts_with("lang=en;"));
    auto chosen = client.ask(get("/hello/world", "Accept: text/html\r\nCookie: theme=dark\r\n"));
    EXPECT_NE(chosen.body.find(R"("theme":"dark")"), std::string::npos) << chosen.body;
    auto invented = client.ask(get("/hello/world", "Accept: text/html\r\nCookie: theme=\"><script>\r\n"));
    EXPECT_EQ(invented.body.find("theme"), std::string::npos) << invented.body;
    auto head = client.ask("HEAD /hello/world HTTP/1.1\r\nHost: h\r\n\r\n", true);
    EXPECT_EQ(head.status, 200);
    EXPECT_EQ(head.body, "");
  });
}

TEST(Server, AFeedIsAFeedWhateverItsReaderAccepts) {
  with_office([](Office& office) {
    for (const char* accept :
         {"", "Accept: */*\r\n", "Accept: application/atom+xml\r\n", "Accept: application/xml, */*;q=0.1\r\n"}) {
      auto feed = office.client().ask(get("/news", accept));
      EXPECT_EQ(feed.status, 200) << accept;
      EXPECT_EQ(feed.header("content-type"), "application/atom+xml; charset=utf-8") << accept;
      auto again = get("/news", accept + ("If-None-Match: " + feed.header("etag") + "\r\n"));
      EXPECT_EQ(office.client().ask(again).status, 304) << accept;
    }
    EXPECT_NE(office.client().ask(get("/public", "Accept: text/html\r\n")).body.find(R"("shared":true)"),
              std::string::npos);
    auto tree = office.client().ask(get("/news", "Accept: application/json\r\n"));
    EXPECT_EQ(tree.body, R"({"text":"news","number":1})");
  });
}

TEST(Server, RefusesWhatItCannotServe) {
  with_office([](Office& office) {
    auto status = [&](const std::string& request) { return office.client().ask(request).status; };
    EXPECT_EQ(status(get("/nothing")), 404);
    EXPECT_EQ(status(get("/hello/%FF")), 400);
    EXPECT_EQ(status(get("/hello/a?q=%C3%28")), 400);
    EXPECT_EQ(status(get("/hello/a", "Accept: image/png\r\n")), 406);
    EXPECT_EQ(status(get("/mine", "Accept: application/json\r\n")), 401);
    EXPECT_EQ(status(get("/mine", "Cookie: netra=warga\r\n")), 200);
    EXPECT_EQ(status(get("/fails")), 500);
    EXPECT_EQ(status("GET /hello/a HTTP/1.1\r\n\r\n"), 400);
    EXPECT_EQ(status("GARBAGE\r\n\r\n"), 400);
    EXPECT_EQ(status(get("/" + std::string(9000, 'a'))), 414);
    EXPECT_EQ(status(get("/hello/a", "X: " + std::string(20000, 'a') + "\r\n")), 431);
    std::string many;
    for (int i = 0; i < 100; ++i) many += "X" + std::to_string(i) + ": 1\r\n";
    EXPECT_EQ(status(get("/hello/a", many)), 431);
    auto method = office.client().ask("DELETE /hello/a HTTP/1.1\r\nHost: h\r\n\r\n");
    EXPECT_EQ(method.status, 405);
    EXPECT_EQ(method.header("allow"), "GET, HEAD");
    EXPECT_EQ(status("BREW /hello/a HTTP/1.1\r\nHost: h\r\n\r\n"), 405);
    EXPECT_EQ(status("POST /notes HTTP/1.1\r\nHost: h\r\nContent-Type: text/plain\r\nContent-Length: 1\r\n\r\nx"), 415);
    EXPECT_EQ(status(post_json("/notes", "{\"text\":")), 400);
    EXPECT_EQ(status(post_json("/notes", "{\"text\":\"\xFF\"}")), 400);
    EXPECT_EQ(status(post_json("/notes", "{\"text\":\"a\\u0000b\"}")), 400);
    auto unknown = office.client().ask(post_json("/notes", R"({"text":"a","more":1})"));
    EXPECT_EQ(unknown.status, 400);
    EXPECT_EQ(unknown.header("content-type"), "application/problem+json");
    EXPECT_NE(unknown.body.find(R"("pointer":"/more","field":"more","code":"field.unknown")"), std::string::npos);
    EXPECT_EQ(office.acted, 0);
  });
}

TEST(Server, AnswersPipelinedRequestsInOrder) {
  with_office([](Office& office) {
    auto client = office.client();
    client.send(get("/slow") + post_json("/notes", R"({"text":"b"})") +
                get("/hello/c", "Accept: application/json\r\n"));
    EXPECT_NE(client.receive().body.find("slow"), std::string::npos);
    EXPECT_EQ(client.receive().status, 201);
    EXPECT_NE(client.receive().body.find("\"c\""), std::string::npos);
  });
}

TEST(Server, TooLargeIsSaidBeforeTheConnectionEnds) {
  with_office([](Office& office) {
    auto announced = office.client();
    announced.send(post_json("/notes", std::string(500'000, 'x')));
    EXPECT_EQ(announced.receive().status, 413);
    EXPECT_TRUE(announced.is_closed());
    auto chunked = office.client();
    chunked.send(
        "POST /notes HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (int i = 0; i < 3; ++i) chunked.send("400\r\n" + std::string(1024, 'x') + "\r\n");
    EXPECT_EQ(chunked.receive().status, 413);
    auto good = office.client().ask(
        "POST /notes HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
        "8\r\n{\"text\":\r\n4\r\n\"a\"}\r\n0\r\n\r\n");
    EXPECT_EQ(good.status, 201);
  });
}

TEST(Server, SlowClientsAreLetGo) {
  with_office([](Office& office) {
    auto head = office.client();
    head.send("GET /hello/a HT");
    auto body = office.client();
    body.send("POST /notes HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{");
    EXPECT_EQ(head.receive().status, 408);
    EXPECT_EQ(body.receive().status, 408);
    EXPECT_TRUE(head.is_closed());
  });
}

TEST(Server, RepeatsNothing) {
  with_office([](Office& office) {
    auto client = office.client();
    auto once = post_json("/notes", R"({"text":"a"})", "Idempotency-Key: k1\r\n");
    auto first = client.ask(once), second = client.ask(once);
    EXPECT_EQ(first.status, 201);
    EXPECT_EQ(second.status, 201);
    EXPECT_EQ(first.body, second.body);
    EXPECT_EQ(first.header("location"), second.header("location"));
    EXPECT_EQ(second.header("idempotency-replayed"), "true");
    EXPECT_EQ(office.acted, 1);
    auto other = client.ask(post_json("/notes", R"({"text":"b"})", "Idempotency-Key: k1\r\n"));
    EXPECT_EQ(other.status, 409);
    EXPECT_NE(other.body.find("request.repeated_differently"), std::string::npos);
    EXPECT_EQ(client.ask(post_json("/notes", "{}", "Idempotency-Key: a b\r\n")).status, 400);
    storage::read(office.database, [](storage::Reader& db) {  // neither key nor answer can be read in the database
      auto rows = db.query("SELECT id, request_hash, answer FROM http_answers");
      EXPECT_EQ(rows.size(), 1U);
      auto bytes = rows[0].bytes(2);
      std::string answer(reinterpret_cast<const char*>(bytes.data()), bytes.size());
      EXPECT_EQ(answer.find("text"), std::string::npos);
      return 0;
    });
  });
}

TEST(Server, OneKeyInARaceActsOnce) {
  with_office([](Office& office) {
    constexpr int kMany = 8;
    std::barrier together(kMany);
    std::vector<std::string> bodies(kMany);
    std::vector<std::thread> threads;
    for (int i = 0; i < kMany; ++i) {
      threads.emplace_back([&, i] {
        auto client = office.client();
        together.arrive_and_wait();
        bodies[static_cast<std::size_t>(i)] =
            client.ask(post_json("/notes", R"({"text":"a"})", "Idempotency-Key: race\r\n")).body;
      });
    }
    for (auto& thread : threads) thread.join();
    for (const auto& body : bodies) EXPECT_EQ(body, bodies[0]);
    EXPECT_NE(bodies[0].find("\"text\":\"a\""), std::string::npos);
    auto kept = storage::read(office.database,
                              [](storage::Reader& db) { return db.integer("SELECT count(*) FROM http_answers"); });
    EXPECT_EQ(kept, 1);
  });
}

std::string form_post(const std::string& path, const std::string& body, const std::string& headers) {
  return "POST " + path +
         " HTTP/1.1\r\nHost: h\r\nAccept: text/html\r\nContent-Type: application/x-www-form-urlencoded\r\n" + headers +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

std::string global(const std::string& page, const std::string& name) {
  auto at = page.find("\"" + name + "\":\"") + name.size() + 4;
  return page.substr(at, page.find('"', at) - at);
}

TEST(Server, FormsNeedTheirToken) {
  with_office([](Office& office) {
    auto client = office.client();
    auto page = client.ask(get("/notes/new", "Accept: text/html\r\nCookie: netra=s1\r\n")).body;
    auto token = global(page, "csrf"), once = global(page, "once");
    const std::string cookie = "Cookie: netra=s1\r\n";
    auto post = [&](const std::string& body, const std::string& headers) {
      return client.ask(form_post("/notes", body, headers));
    };
    auto with = "text=a&csrf=" + token;
    EXPECT_EQ(post(with, cookie + "Origin: http://h\r\nSec-Fetch-Site: same-origin\r\n").status, 303);
    EXPECT_EQ(office.acted, 1);
    EXPECT_EQ(post(with, cookie + "Sec-Fetch-Site: cross-site\r\n").status, 403);
    EXPECT_EQ(post(with, cookie + "Sec-Fetch-Site: same-site\r\n").status, 403);
    EXPECT_EQ(post(with, cookie + "Origin: http://evil.example\r\n").status, 403);
    EXPECT_EQ(post(with, cookie + "Origin: null\r\n").status, 403);
    EXPECT_EQ(post("text=a", cookie).status, 403);
    EXPECT_EQ(post(with, "Cookie: netra=s2\r\n").status, 403);  // another session's
    EXPECT_EQ(post("text=a&csrf=" + token.substr(1), cookie).status, 403);
    EXPECT_EQ(office.acted, 1);
    EXPECT_EQ(post(with + "&once=" + once, cookie).header("location"), "/notes/2");
    EXPECT_EQ(post(with + "&once=" + once, cookie).header("location"), "/notes/2");  // sent twice by a nervous finger
    EXPECT_EQ(office.acted, 2);
  });
}

TEST(Server, RefusedFormsKeepTheirEntries) {
  with_office([](Office& office) {
    auto client = office.client();
    auto token = global(client.ask(get("/notes/new", "Accept: text/html\r\n")).body, "csrf");
    auto refused = client.ask(form_post("/notes", "text=bad&tags=x&new_password=geheim&csrf=" + token, {}));
    EXPECT_EQ(refused.status, 400);  // new_password is no field of a note
    auto shown = client.ask(form_post("/notes", "text=bad&tags=x&csrf=" + token, {}));
    EXPECT_EQ(shown.status, 422);
    EXPECT_TRUE(shown.body.starts_with("<page note_form id>")) << shown.body;
    EXPECT_NE(shown.body.find(R"("entered":{"text":"bad","tags":"x"})"), std::string::npos) << shown.body;
    EXPECT_NE(shown.body.find(R"("field":"text")"), std::string::npos);
    EXPECT_EQ(refused.body.find("geheim"), std::string::npos);
  });
}

TEST(Server, FilesStreamIntoTheStore) {
  with_office([](Office& office) {
    auto client = office.client();
    auto token = global(client.ask(get("/notes/new", "Accept: text/html\r\n")).body, "csrf");
    auto part = [](const std::string& disposition, const std::string& data) {
      return "--B\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n" + data + "\r\n";
    };
    auto form = [&](const std::string& path, const std::string& body, const std::string& extra = {}) {
      return "POST " + path + " HTTP/1.1\r\nHost: h\r\nAccept: application/json\r\n" + extra +
             "Content-Type: multipart/form-data; boundary=B\r\nContent-Length: " + std::to_string(body.size()) +
             "\r\n\r\n" + body;
    };
    auto fields = part("name=\"csrf\"", token) + part("name=\"subject\"", "s");
    auto file = part("name=\"files\"; filename=\"a.txt\"", std::string(90'000, 'y')) + "--B--\r\n";
    auto sent = client.ask(form("/letters", fields + file));
    EXPECT_EQ(sent.status, 200) << sent.body;
    EXPECT_NE(sent.body.find("\"number\":90000"), std::string::npos) << sent.body;
    auto none = client.ask(form("/letters", fields + part("name=\"files\"; filename=\"\"", "") + "--B--\r\n"));
    EXPECT_NE(none.body.find("\"number\":0"), std::string::npos) << none.body;
    auto refused = office.client().ask(form("/notes", part("name=\"csrf\"", token) + part("name=\"text\"", "t") +
                                                          part("name=\"f\"; filename=\"x\"", "y") + "--B--\r\n"));
    EXPECT_EQ(refused.status, 422) << refused.body;
    auto large = office.client();
    large.send(
        form("/letters", fields + part("name=\"files\"; filename=\"a\"", std::string(150'000, 'y')) + "--B--\r\n"));
    EXPECT_EQ(large.receive().status, 413);
    EXPECT_EQ(office.client().ask(form("/letters", "--B\r\nnonsense")).status, 400);
  });
}

TEST(Server, UploadsGoOnAfterABreak) {
  with_office([](Office& office) {
    auto client = office.client();
    const std::string draft = "Cookie: netra-draft=d1\r\n";
    auto begun = client.ask("POST /uploads HTTP/1.1\r\nHost: h\r\n" + draft +
                            "Upload-Length: 10\r\nUpload-Name: b%C3%A9.txt\r\n\r\n");
    ASSERT_EQ(begun.status, 201) << begun.body;
    auto place = begun.header("location");
    auto patch = [&](int offset, const std::string& bytes, const std::string& cookie) {
      return client.ask("PATCH " + place + " HTTP/1.1\r\nHost: h\r\n" + cookie +
                        "Content-Type: application/partial-upload\r\nUpload-Offset: " + std::to_string(offset) +
                        "\r\nContent-Length: " + std::to_string(bytes.size()) + "\r\n\r\n" + bytes);
    };
    EXPECT_EQ(patch(0, "01234", draft).header("upload-offset"), "5");
    auto conflict = office.client().ask(
        "PATCH " + place + " HTTP/1.1\r\nHost: h\r\n" + draft +
        "Content-Type: application/partial-upload\r\nUpload-Offset: 0\r\nContent-Length: 1\r\n\r\nx");
    EXPECT_EQ(conflict.status, 409);
    EXPECT_EQ(conflict.header("upload-offset"), "5");
    auto head = office.client().ask("HEAD " + place + " HTTP/1.1\r\nHost: h\r\n" + draft + "\r\n", true);
    EXPECT_EQ(head.header("upload-offset"), "5");
    EXPECT_EQ(office.client().ask(get(place)).status, 404);  // not the owner
    auto handle = place.substr(place.rfind('/') + 1);
    auto letter = "{\"subject\":\"s\",\"files\":[\"staged:" + handle + "\"]}";
    auto early = office.client().ask(post_json("/letters", letter, draft));
    EXPECT_NE(early.body.find("field.upload_incomplete"), std::string::npos) << early.body;
    client = office.client();
    EXPECT_NE(patch(5, "56789", draft).body.find("sha256"), std::string::npos);
    auto done = office.client().ask(post_json("/letters", letter, draft));
    EXPECT_NE(done.body.find("\"number\":10"), std::string::npos) << done.body;
    EXPECT_NE(done.body.find(office.object), std::string::npos);
    auto stranger = office.client().ask(post_json("/letters", letter, "Cookie: netra-draft=d2\r\n"));
    EXPECT_NE(stranger.body.find("field.upload_unknown"), std::string::npos);
  });
}

TEST(Server, CachesCompressesAndCutsRanges) {
  with_office([](Office& office) {
    auto client = office.client();
    auto first = client.ask(get("/public", "Accept: text/html\r\n"));
    auto etag = first.header("etag");
    EXPECT_FALSE(etag.empty());
    EXPECT_EQ(first.body.find("csrf"), std::string::npos);
    EXPECT_EQ(client.ask(get("/public", "Accept: text/html\r\nIf-None-Match: " + etag + "\r\n")).status, 304);
    auto packed = client.ask(get("/public", "Accept: text/html\r\nAccept-Encoding: br, gzip\r\n"));
    EXPECT_EQ(packed.header("content-encoding"), "br");
    EXPECT_LT(packed.body.size(), 500U);
    EXPECT_NE(packed.header("etag"), etag);
    auto encoding = [&](const std::string& path, const std::string& headers) {
      return client.ask(get(path, "Accept: text/html\r\nAccept-Encoding: gzip\r\n" + headers))
          .header("content-encoding");
    };
    EXPECT_EQ(encoding("/big", ""), "gzip");
    EXPECT_EQ(encoding("/big?x=guess", "Cookie: netra=s\r\n"), "");  // BREACH
    EXPECT_EQ(encoding("/big?x=filter", "Cookie: netra=s\r\nSec-Fetch-Site: same-origin\r\n"), "gzip");
    EXPECT_EQ(encoding("/hello/a", ""), "");  // small

    auto part = client.ask(get("/file", "Range: bytes=2-4\r\n"));
    EXPECT_EQ(part.status, 206);
    EXPECT_EQ(part.body, "234");
    EXPECT_EQ(part.header("content-range"), "bytes 2-4/10");
    EXPECT_NE(part.header("content-security-policy").find("sandbox"), std::string::npos);
    EXPECT_EQ(client.ask(get("/file", "Range: bytes=20-\r\n")).status, 416);
    EXPECT_EQ(client.ask(get("/file", "Range: bytes=2-4\r\nIf-Range: \"other\"\r\n")).body, "0123456789");
    EXPECT_EQ(client.ask(get("/file", "If-None-Match: \"" + office.object + "\"\r\n")).status, 304);

    auto url = office.statics.url("a.css");
    auto css = client.ask(get(url, "Accept-Encoding: br\r\n"));
    EXPECT_EQ(css.header("content-encoding"), "br");
    EXPECT_NE(css.header("cache-control").find("immutable"), std::string::npos);
    EXPECT_NE(client.ask(get(url)).body.find(office.statics.url("b.svg")), std::string::npos);
    EXPECT_EQ(client.ask(get("/robots.txt")).status, 200);
    EXPECT_EQ(client.ask(get("/assets/a.css")).status, 404);
  });
}

TEST(Http, QueriesPrepareOnEveryEngine) { test::expect_prepares(sql::http::all); }

}  // namespace
}  // namespace netra::http
