// The server as a program: its own pages, its start, its end, TLS.
#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <thread>

#include "engine/http/server.hpp"
#include "engine/http/test_office.hpp"

namespace netra::http {
namespace {

TEST(Server, ServesItsOwnPages) {
  with_office([](Office& office) {
    auto client = office.client();
    EXPECT_EQ(client.ask(get("/healthz")).status, 200);
    client.ask(get("/hello/secret-name", "Accept: application/json\r\n"));
    auto metrics = client.ask(get("/metrics")).body;
    EXPECT_NE(metrics.find(R"(netra_http_requests_total{method="GET",route="/hello/{name}",status="2xx"} 1)"),
              std::string::npos)
        << metrics;
    EXPECT_EQ(metrics.find("secret-name"), std::string::npos);
    EXPECT_EQ(client.ask(get("/metrics", "X-Forwarded-For: 1.2.3.4\r\n")).status, 404);
    auto api = json::parse(client.ask(get("/openapi.json")).body);
    EXPECT_EQ(api.at("openapi").as_string(), "3.1.0");
    EXPECT_EQ(api.at("paths").at("/hello/{name}").at("get").at("x-access").as_string(), "anyone");
    EXPECT_EQ(api.at("components").at("schemas").at("Problem").at("type").as_string(), "object");
  });
}

TEST(Server, StopFinishesWhatWasAccepted) {
  with_office([](Office& office) {
    auto idle = office.client();
    EXPECT_EQ(idle.ask(get("/hello/a")).status, 200);
    auto busy = office.client();
    busy.send(get("/slow"));
    while (office.reading == 0) std::this_thread::sleep_for(std::chrono::milliseconds(5));
    auto waiting = office.client();
    waiting.send(post_json("/notes", R"({"text":"a"})"));
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    office.server->stop();
    EXPECT_EQ(busy.receive().status, 200);
    EXPECT_EQ(waiting.receive().status, 201);
    EXPECT_TRUE(idle.is_closed());
    EXPECT_TRUE(busy.is_closed());
  });
}

TEST(Server, StartNamesWhatIsWrong) {
  test::for_each_database([](storage::Database& database) {
    Office office(database);
    auto code = [&](Settings settings) {
      Server server(settings, Parts{office.routes, office.gate, database, *office.store, office.renderer,
                                    office.statics, office.clock, office.entropy});
      auto started = server.start();
      return started ? std::string() : started.error().code;
    };
    auto settings = office.settings;
    settings.secret = "short";
    EXPECT_EQ(code(settings), "server.settings");
    settings = office.settings;
    settings.trusted_proxies = {"office"};
    EXPECT_EQ(code(settings), "server.settings");
    settings = office.settings;
    settings.tls_certificate = settings.tls_key = "nowhere.pem";
    EXPECT_EQ(code(settings), "server.certificate");
    office.start();
    settings = office.settings;
    settings.port = office.server->port();
    EXPECT_EQ(code(settings), "server.address");
    office.routes.get<Nothing>("/x", kAnyone, {"missing"},
                               [](Reading&) -> Result<Reply<Nothing>> { return Nothing{}; });
    EXPECT_EQ(code(office.settings), "server.page");
  });
}

// A certificate nobody trusts, made for this test.
void make_certificate(const std::string& certificate_path, const std::string& key_path) {
  std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)> key(EVP_EC_gen("P-256"), EVP_PKEY_free);
  std::unique_ptr<X509, void (*)(X509*)> certificate(X509_new(), X509_free);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), 0);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
  X509_set_pubkey(certificate.get(), key.get());
  X509_sign(certificate.get(), key.get(), EVP_sha256());
  std::unique_ptr<FILE, int (*)(FILE*)> out(std::fopen(certificate_path.c_str(), "w"), std::fclose);
  PEM_write_X509(out.get(), certificate.get());
  std::unique_ptr<FILE, int (*)(FILE*)> secret(std::fopen(key_path.c_str(), "w"), std::fclose);
  PEM_write_PrivateKey(secret.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
}

TEST(Server, SpeaksTls) {
  test::for_each_database([](storage::Database& database) {
    Office office(database);
    office.settings.tls_certificate = office.folder.path() + "/cert.pem";
    office.settings.tls_key = office.folder.path() + "/key.pem";
    make_certificate(office.settings.tls_certificate, office.settings.tls_key);
    office.start();
    TestClient client(office.server->port(), TestClient::Tls::kOn);
    auto answer = client.ask(get("/hello/a", "Accept: application/json\r\n"));
    EXPECT_EQ(answer.status, 200);
    EXPECT_FALSE(answer.header("strict-transport-security").empty());
    EXPECT_EQ(client.ask(get("/mine", "Cookie: __Host-netra=s\r\n")).status, 200);
    EXPECT_EQ(client.ask(get("/mine", "Accept: application/json\r\nCookie: netra=s\r\n")).status,
              401);  // no prefix, no trust
    client.send(post_json("/notes", std::string(300'000, 'x')));
    EXPECT_EQ(client.receive().status, 413);
  });
}

}  // namespace
}  // namespace netra::http
