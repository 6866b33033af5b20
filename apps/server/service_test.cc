// SPDX-License-Identifier: Apache-2.0
#include "server/service.h"

#include <array>
#include <set>

#include <gtest/gtest.h>

#include "engine/interface_documents.h"
#include "server/fake_engine.h"
#include "wire/json.h"

namespace meguri {
namespace {

constexpr std::array<Asset, 3> files = {
    Asset{"/assets/app-12345678.js",
          "text/javascript; charset=utf-8",
          "\"js\"",
          true,
          "let a;",
          "gzip bytes"},
    Asset{"/favicon.svg", "image/svg+xml", "\"svg\"", false, "<svg/>", ""},
    Asset{"/index.html", "text/html; charset=utf-8", "\"index\"", false, "<!doctype html>", ""}};

using Headers = std::vector<std::pair<std::string, std::string>>;

class ServiceTest : public testing::Test {
 protected:
  HttpResponse ask(std::string method,
                   std::string target,
                   const Headers& headers = {},
                   std::string body = "") {
    HttpRequest request{std::move(method), std::move(target), {}, std::move(body)};
    request.headers.add("Host", "localhost:8642");
    for (const auto& [name, value] : headers)
      request.headers.add(name, value);
    auto prepared = service_.prepare(request, "id-1");
    if (auto* const response = std::get_if<HttpResponse>(&prepared)) return *response;
    return service_.answer(std::get<EngineCall>(prepared));
  }
  static JsonObject json(const HttpResponse& response) {
    const auto document = parse_json(response.body, "response");
    EXPECT_TRUE(document) << response.body;
    return document ? document->as_object() : JsonObject{};
  }

  FakeEngine engine_{FakeEngine::echo};
  Service service_{engine_, files};
};

TEST_F(ServiceTest, FieldsComeFromPathQueryAndBody) {
  const auto got = json(ask("GET", "/api/v1/diagnoses/%E6%9C%AD?period=FY2024&lang=en"));
  EXPECT_EQ(got.at("name"), "diagnose");
  EXPECT_EQ(got.at("language"), "en");
  EXPECT_EQ(got.at("fields"), (Json{{"period", {"FY2024"}}, {"place", {"札"}}}));

  const auto posted = json(ask("POST",
                               "/api/v1/packs?lang=en",
                               {{"Content-Type", "application/json; charset=utf-8"}},
                               R"({"directories":["/a","/b"],"n":3,"t":true,"none":null})"));
  EXPECT_EQ(posted.at("name"), "load");
  EXPECT_EQ(posted.at("fields"),
            (Json{{"directories", {"/a", "/b"}},
                  {"n", {"3"}},
                  {"none", Json(JsonArray{})},
                  {"t", {"true"}}}));
}

TEST_F(ServiceTest, LanguageOfTheQueryBeatsTheHeader) {
  const Headers english = {{"Accept-Language", "en"}};
  EXPECT_EQ(json(ask("GET", "/api/v1/status", english)).at("language"), "en");
  EXPECT_EQ(json(ask("GET", "/api/v1/status?lang=ja", english)).at("language"), "ja");
  EXPECT_EQ(json(ask("GET", "/api/v1/status")).at("language"), "ja");
  EXPECT_EQ(ask("GET", "/api/v1/status?lang=fr").status, 400);
}

TEST_F(ServiceTest, CsvHasAByteOrderMarkAndAName) {
  const HttpResponse response = ask("GET", "/api/v1/diagnoses/%E6%9C%AD?format=csv");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.headers.get("Content-Type"), "text/csv; charset=utf-8");
  EXPECT_EQ(response.headers.get("Content-Disposition"),
            "attachment; filename=\"meguri-diagnose-___.csv\"; "
            "filename*=UTF-8''meguri-diagnose-%E6%9C%AD.csv");
  EXPECT_EQ(response.body,
            "\xEF\xBB\xBF"
            "field,value\r\nplace,札\r\n");
  EXPECT_EQ(ask("GET", "/api/v1/places", {{"Accept", "text/csv"}}).headers.get("Content-Type"),
            "text/csv; charset=utf-8");
}

TEST_F(ServiceTest, FormatsThatAreNotOffered) {
  EXPECT_EQ(ask("GET", "/api/v1/status?format=csv").status, 400);
  EXPECT_EQ(ask("GET", "/api/v1/places?format=xml").status, 400);
  EXPECT_EQ(ask("GET", "/api/v1/places", {{"Accept", "image/png"}}).status, 406);
  EXPECT_EQ(ask("GET", "/api/v1/reports/x").headers.get("Content-Type"),
            "text/html; charset=utf-8");
}

// A table of the test's own: what the real one may hold later.
constexpr std::array upload_fields{
    FieldSpec{.name = "book", .required = true, .positional = true, .summary_id = "engine.field_q"},
    FieldSpec{.name = "file",
              .kind = FieldKind::bytes,
              .required = true,
              .positional = true,
              .summary_id = "engine.field_q"},
    FieldSpec{.name = "idempotency_key", .summary_id = "engine.field_q"},
    FieldSpec{.name = "path", .local = true, .summary_id = "engine.field_q"},
};
constexpr std::array uploads{RequestSpec{.name = "upload",
                                         .method = Method::post,
                                         .path = "/api/v1/books/{book}/uploads",
                                         .command = "upload",
                                         .summary_id = "engine.request_books",
                                         .fields = upload_fields,
                                         .answer = "BooksAnswer",
                                         .formats = {},
                                         .writes = true,
                                         .body_bytes_max = std::uint64_t{64} << 20U}};

class UploadTest : public ServiceTest {
 protected:
  HttpResponse send(const Headers& headers, std::string body, std::string_view query = "") {
    const Service service(engine_, files, uploads);
    HttpRequest request{
        "POST", "/api/v1/books/b%2F1/uploads?lang=en" + std::string(query), {}, std::move(body)};
    request.headers.add("Host", "localhost");
    for (const auto& [name, value] : headers)
      request.headers.add(name, value);
    auto prepared = service.prepare(std::move(request), "id");
    if (auto* const response = std::get_if<HttpResponse>(&prepared)) return *response;
    return service.answer(std::move(std::get<EngineCall>(prepared)));
  }
};

TEST_F(UploadTest, TheBodyItselfIsTheBytesAndTheRestStandsInTheQuery) {
  const std::string bytes("PK\x03\x04 not json\0", 14);
  for (const char* const type : {"application/octet-stream", "text/csv; charset=cp932"}) {
    const auto got = json(send({{"Content-Type", type}}, bytes, "&idempotency_key=k"));
    EXPECT_EQ(got.at("fields"),
              (Json{{"book", {"b/1"}}, {"file", {bytes}}, {"idempotency_key", {"k"}}}));
  }
}

TEST_F(UploadTest, InJsonTheBytesAreBase64) {
  const Headers type = {{"Content-Type", "application/json"}};
  EXPECT_EQ(json(send(type, R"({"file":"AQIDYQ=="})")).at("fields"),
            (Json{{"book", {"b/1"}},
                  {"file",
                   {"\x01\x02\x03"
                    "a"}}}));
  for (const char* const wrong : {R"({"file":"AQID*"})", R"({"file":3})", R"({"file":["AQID"]})"}) {
    EXPECT_EQ(send(type, wrong).status, 400) << wrong;
  }
}

TEST_F(UploadTest, AFileWithoutAByteIsAFile) {
  const auto got = json(send({{"Content-Type", "application/octet-stream"}}, ""));
  EXPECT_EQ(got.at("fields"), (Json{{"book", {"b/1"}}, {"file", {""}}}));
}

// Whoever reaches the server must not have it open files of its own by name.
TEST_F(UploadTest, FieldsOfTheCommandLineAreRefused) {
  const Headers as_json = {{"Content-Type", "application/json"}};
  const Headers as_bytes = {{"Content-Type", "application/octet-stream"}};
  for (const HttpResponse& response : {send(as_json, R"({"path":"/etc/passwd"})"),
                                       send(as_json, R"({"path":["/etc/passwd"]})"),
                                       send(as_json, R"({"path":null})"),
                                       send(as_json, "{}", "&path=/etc/passwd"),
                                       send(as_bytes, "", "&path=/etc/passwd"),
                                       send(as_bytes, "a,b", "&path=")}) {
    EXPECT_EQ(response.status, 400);
    EXPECT_EQ(json(response).at("code"), "invalid_input");
    EXPECT_EQ(json(response).at("findings").at(0).at("column"), "path");
  }
  EXPECT_EQ(engine_.asked(), 0);
  const std::string described = write_json(openapi_document(Language::en, uploads).at("paths"));
  EXPECT_EQ(described.find("\"path\":{"), std::string::npos);
  EXPECT_EQ(described.find("\"name\":\"path\""), std::string::npos);
  EXPECT_EQ(typescript_module(uploads).find(" path?: string"), std::string::npos);
}

TEST_F(ServiceTest, AnImportCannotNameAFileOfTheServer) {
  for (const char* const path :
       {"/api/v1/imports", "/api/v1/import-previews", "/api/v1/import-errors"}) {
    EXPECT_EQ(ask("POST",
                  path,
                  {{"Content-Type", "application/json"}},
                  R"({"path":"/etc/passwd","book":"b"})")
                  .status,
              400)
        << path;
  }
  EXPECT_EQ(engine_.asked(), 0);
}

// What a form of another site can send without asking must not be taken for a file.
TEST_F(UploadTest, WhatAFormCouldSendIsNotTaken) {
  EXPECT_EQ(send({}, "a,b").status, 415);
  for (const char* const type : {"text/plain",
                                 "TEXT/PLAIN; charset=utf-8",
                                 "multipart/form-data; boundary=x",
                                 "application/x-www-form-urlencoded",
                                 "",
                                 " "}) {
    EXPECT_EQ(send({{"Content-Type", type}}, "a,b").status, 415) << type;
  }
  EXPECT_EQ(engine_.asked(), 0);
}

TEST_F(UploadTest, TheIdempotencyKeyMayStandInAHeader) {
  const Headers type = {{"Content-Type", "application/json"}};
  const auto with = [&](const std::string& key) {
    return Headers{type.front(), {"Idempotency-Key", key}};
  };
  const auto key_of = [](const HttpResponse& response) {
    return json(response).at("fields").at("idempotency_key");
  };
  EXPECT_EQ(key_of(send(with("key-1"), R"({"file":"AQID"})")), (Json{"key-1"}));
  EXPECT_EQ(key_of(send(with("key-1"), R"({"idempotency_key":"key-1"})")), (Json{"key-1"}));
  EXPECT_EQ(key_of(send(with(std::string(200, '~')), "{}")), (Json{std::string(200, '~')}));
  EXPECT_EQ(send(with("key-1"), R"({"idempotency_key":"key-2"})").status, 400);
  EXPECT_EQ(send(with("key-1"), "{}", "&idempotency_key=key-2").status, 400);
  for (const std::string& wrong :
       {std::string(), std::string(201, 'x'), std::string("a\tb"), std::string("鍵")}) {
    EXPECT_EQ(send(with(wrong), "{}").status, 400) << wrong;
  }
  Headers twice = with("a");
  twice.emplace_back("Idempotency-Key", "a");
  EXPECT_EQ(send(twice, "{}").status, 400);
}

TEST_F(ServiceTest, AnIdempotencyKeyForARequestWithoutOneIsIgnored) {
  const HttpResponse response =
      ask("POST",
          "/api/v1/packs",
          {{"Content-Type", "application/json"}, {"Idempotency-Key", std::string(999, 'x')}},
          R"({"directories":["/"]})");
  EXPECT_EQ(response.status, 200);
}

TEST_F(ServiceTest, NdjsonIsOneElementPerLine) {
  FakeEngine engine([](const Request&) -> Result<Answer> {
    Answer answer;
    answer.body = JsonObject{
        {"entries", JsonArray{JsonObject{{"note", "a\nb"}}, JsonObject{{"note", "札"}}}}};
    return answer;
  });
  const Service service(engine, files);
  const auto get = [&](std::string target, std::string_view accept) {
    HttpRequest request{"GET", std::move(target), {}, ""};
    request.headers.add("Host", "localhost");
    request.headers.add("Accept", accept);
    auto prepared = service.prepare(std::move(request), "id");
    if (auto* const response = std::get_if<HttpResponse>(&prepared)) return *response;
    return service.answer(std::get<EngineCall>(prepared));
  };
  for (const char* const target : {"/api/v1/books/b/entries", "/api/v1/entries"}) {
    const HttpResponse response = get(target, "application/x-ndjson");
    EXPECT_EQ(response.body, "{\"note\":\"a\\nb\"}\n{\"note\":\"札\"}\n");
    EXPECT_EQ(response.headers.get("Content-Type"), "application/x-ndjson");
    EXPECT_TRUE(response.headers.get("Content-Disposition").starts_with("attachment;"));
  }
  EXPECT_EQ(get("/api/v1/entries?format=ndjson", "text/html").status, 200);
  EXPECT_EQ(get("/api/v1/places", "application/x-ndjson").status, 406);
  EXPECT_EQ(get("/api/v1/places?format=ndjson", "").status, 400);
}

TEST_F(ServiceTest, HowMuchOfABodyIsReadIsTheRequestsToSay) {
  const Service service(engine_, files, uploads);
  constexpr std::uint64_t large = std::uint64_t{64} << 20U;
  EXPECT_EQ(service.body_bytes_max(1000), large);
  EXPECT_EQ(service.body_bytes_max("POST", "/api/v1/books/b/uploads?x=y", 1000), large);
  for (const char* const target : {"/api/v1/books/b", "/", "", "/%zz", "/api/v1/books//uploads"}) {
    EXPECT_EQ(service.body_bytes_max("POST", target, 1000), 1000U) << target;
  }
  EXPECT_EQ(service.body_bytes_max("GET", "/api/v1/books/b/uploads", 1000), 1000U);
  EXPECT_EQ(service_.body_bytes_max("POST", "/api/v1/packs", 1000), 1000U);
}

TEST_F(ServiceTest, EntityTagsDifferByRenderingAndAnswer304) {
  const HttpResponse first = ask("GET", "/api/v1/status?lang=en");
  const std::string tag = first.headers.get("ETag");
  EXPECT_EQ(tag, "\"tag1-json-en\"");
  const HttpResponse again = ask("GET", "/api/v1/status?lang=en", {{"If-None-Match", tag}});
  EXPECT_EQ(again.status, 304);
  EXPECT_TRUE(again.bytes().empty());
  EXPECT_EQ(again.headers.get("ETag"), tag);
  EXPECT_EQ(ask("GET", "/api/v1/status?lang=ja", {{"If-None-Match", tag}}).status, 200);
}

TEST_F(ServiceTest, AnAnswerWithoutATagIsTaggedByItsBytes) {
  FakeEngine engine([](const Request&) -> Result<Answer> {
    Answer answer;
    answer.body = JsonObject{{"text", std::string(5000, 'x')}};
    return answer;
  });
  const Service service(engine, files);
  HttpRequest request{"GET", "/api/v1/status", {}, ""};
  request.headers.add("Host", "localhost");
  request.headers.add("Accept-Encoding", "gzip");
  const HttpResponse zipped = service.answer(std::get<EngineCall>(service.prepare(request, "id")));
  EXPECT_EQ(zipped.headers.get("Content-Encoding"), "gzip");
  EXPECT_LT(zipped.body.size(), 500U);
  EXPECT_TRUE(zipped.headers.get("ETag").ends_with("-gz\""));
  request.headers.add("If-None-Match", zipped.headers.get("ETag"));
  EXPECT_EQ(service.answer(std::get<EngineCall>(service.prepare(request, "id"))).status, 304);
}

TEST_F(ServiceTest, MethodsAndPaths) {
  const HttpResponse wrong = ask("DELETE", "/api/v1/places");
  EXPECT_EQ(wrong.status, 405);
  EXPECT_EQ(wrong.headers.get("Allow"), "GET, HEAD");
  EXPECT_EQ(ask("GET", "/api/v1/packs").headers.get("Allow"), "POST");
  EXPECT_EQ(ask("POST", "/").status, 405);
  const HttpResponse missing = ask("GET", "/api/v1/nothing?lang=en");
  EXPECT_EQ(missing.status, 404);
  EXPECT_EQ(missing.headers.get("Content-Type"), "application/problem+json");
  const auto problem = json(missing);
  EXPECT_EQ(problem.at("status"), 404);
  EXPECT_EQ(problem.at("code"), "not_found");
  EXPECT_EQ(problem.at("instance"), "/api/v1/nothing");
  EXPECT_EQ(engine_.asked(), 0);
}

TEST_F(ServiceTest, BodiesMustBeJsonObjects) {
  const Headers type = {{"Content-Type", "application/json"}};
  EXPECT_EQ(ask("POST", "/api/v1/packs", {{"Content-Type", "text/plain"}}, "{}").status, 415);
  EXPECT_EQ(ask("POST", "/api/v1/packs", {}, "{}").status, 415);
  EXPECT_EQ(ask("POST", "/api/v1/packs", type, "[1]").status, 400);
  EXPECT_EQ(ask("POST", "/api/v1/packs", type, "{").status, 400);
  EXPECT_EQ(ask("POST", "/api/v1/packs", type, R"({"a":{"b":1}})").status, 400);
  EXPECT_EQ(ask("POST", "/api/v1/packs", type, R"({"a":[[1]]})").status, 400);
  std::string deep;
  for (int i = 0; i < 100; ++i)
    deep += R"({"a":)";
  EXPECT_EQ(ask("POST", "/api/v1/packs", type, deep).status, 400);
  EXPECT_EQ(engine_.asked(), 0);
}

TEST_F(ServiceTest, ErrorsOfTheEngineBecomeProblems) {
  struct Case {
    ErrorCode code;
    int status;
  };
  for (const Case& one : {Case{ErrorCode::invalid_input, 400},
                          Case{ErrorCode::not_found, 404},
                          Case{ErrorCode::conflict, 409},
                          Case{ErrorCode::limit_exceeded, 413},
                          Case{ErrorCode::io_failure, 500},
                          Case{ErrorCode::damaged, 500},
                          Case{ErrorCode::findings, 422},
                          Case{ErrorCode::unavailable, 503}}) {
    FakeEngine engine([&one](const Request&) -> Result<Answer> {
      Error failure = error(one.code, "server.busy");
      failure.findings.push_back(Finding{{"a.csv", "", 3, "code"}, Message{"server.busy", {}}});
      return failure;
    });
    const Service service(engine, files);
    HttpRequest request{"GET", "/api/v1/status", {}, ""};
    request.headers.add("Host", "localhost");
    const HttpResponse response =
        service.answer(std::get<EngineCall>(service.prepare(request, "id")));
    EXPECT_EQ(response.status, one.status);
    EXPECT_EQ(response.headers.get("Content-Type"), "application/problem+json");
    const auto problem = json(response);
    EXPECT_EQ(problem.at("status"), one.status);
    EXPECT_EQ(problem.at("findings").as_array().at(0).at("row"), 3);
    EXPECT_EQ(response.headers.count("Retry-After"), one.status == 503 ? 1U : 0U);
  }
}

TEST_F(ServiceTest, FilesAndPagesOfTheWebApp) {
  EXPECT_EQ(ask("GET", "/").bytes(), "<!doctype html>");
  EXPECT_EQ(ask("GET", "/places/01100?lang=en").bytes(), "<!doctype html>");
  EXPECT_EQ(ask("GET", "/favicon.svg").bytes(), "<svg/>");
  EXPECT_EQ(ask("GET", "/assets/none.js").status, 404);
  EXPECT_EQ(ask("GET", "/robots.txt").status, 404);
  // Ids have dots, too.
  EXPECT_EQ(ask("GET", "/calculations/cti.material").bytes(), "<!doctype html>");
  const HttpResponse script = ask("GET", "/assets/app-12345678.js");
  EXPECT_EQ(script.headers.get("Cache-Control"), "public, max-age=31536000, immutable");
  EXPECT_EQ(ask("GET", "/").headers.get("Cache-Control"), "no-cache");
  const HttpResponse zipped =
      ask("GET", "/assets/app-12345678.js", {{"Accept-Encoding", "gzip, br"}});
  EXPECT_EQ(zipped.bytes(), "gzip bytes");
  EXPECT_EQ(zipped.headers.get("Content-Encoding"), "gzip");
  EXPECT_EQ(zipped.headers.get("ETag"), "\"js-gz\"");
  EXPECT_EQ(ask("GET", "/", {{"If-None-Match", "\"index\""}}).status, 304);
}

TEST_F(ServiceTest, WithoutTheWebAppAPageSaysSo) {
  const Service bare(engine_, {});
  HttpRequest request{"GET", "/places/01100?lang=en", {}, ""};
  request.headers.add("Host", "localhost");
  auto prepared = bare.prepare(request, "id");
  const auto& response = std::get<HttpResponse>(prepared);
  EXPECT_EQ(response.status, 200);
  EXPECT_NE(response.body.find(render("server.no_web_app", Language::en)), std::string::npos);
}

TEST_F(ServiceTest, HealthAndInterfaceDescription) {
  EXPECT_EQ(json(ask("GET", "/healthz")).at("status"), "ok");
  const HttpResponse described = ask("GET", "/openapi.json?lang=en");
  EXPECT_EQ(json(described).at("openapi"), "3.1.0");
  EXPECT_EQ(json(described).at("paths").as_object().size(), [] {
    std::set<std::string_view> paths;
    for (const RequestSpec& request : request_table())
      paths.insert(request.path);
    return paths.size();
  }());
}

TEST_F(ServiceTest, EveryResponseIsProtected) {
  HttpResponse response = ask("GET", "/");
  Service::finish(response, "id-9");
  EXPECT_EQ(response.headers.get("X-Request-Id"), "id-9");
  EXPECT_NE(response.headers.get("Content-Security-Policy").find("default-src 'self'"),
            std::string::npos);
  EXPECT_EQ(response.headers.get("X-Content-Type-Options"), "nosniff");
}

}  // namespace
}  // namespace meguri
