// SPDX-License-Identifier: Apache-2.0
// Files named on the command line, as the engine gets them here and behind a server.
#include "cli/field_files.h"

#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "cli/reply.h"
#include "server/fake_engine.h"
#include "server/server.h"

namespace meguri {
namespace {

constexpr std::array upload_fields{
    FieldSpec{.name = "book", .required = true, .positional = true, .summary_id = "engine.field_q"},
    FieldSpec{.name = "file", .kind = FieldKind::bytes, .summary_id = "engine.field_q"},
    FieldSpec{.name = "file_name", .summary_id = "engine.field_q"},
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
                                         .body_bytes_max = std::uint64_t{2} << 20U}};

class FieldFilesTest : public testing::Test {
 protected:
  std::string file(const std::string& name, std::string_view bytes) {
    const auto path = std::filesystem::path(testing::TempDir()) / name;
    std::ofstream(path, std::ios::binary) << bytes;
    return path.string();
  }
  Result<RequestFields> read(RequestFields fields, const std::string& input = "") {
    std::istringstream in(input);
    MEGURI_TRY(read_files(uploads.front(), &in, fields));
    return fields;
  }
};

const std::string bytes("PK\x03\x04\0\xff\r\n", 8);

TEST_F(FieldFilesTest, TheBytesTakeThePlaceOfTheName) {
  const auto fields = read({{"file", {file("計量.xlsx", bytes)}}, {"book", {"b"}}});
  ASSERT_TRUE(fields);
  EXPECT_EQ(*fields,
            (RequestFields{{"book", {"b"}}, {"file", {bytes}}, {"file_name", {"計量.xlsx"}}}));
  const auto named = read({{"file", {file("a.csv", bytes)}}, {"file_name", {"other.csv"}}});
  ASSERT_TRUE(named);
  EXPECT_EQ(named->at("file_name"), std::vector<std::string>{"other.csv"});
}

TEST_F(FieldFilesTest, AHyphenIsStandardInput) {
  const std::string long_input(300'000, 'x');
  const auto fields = read({{"file", {"-"}}}, long_input);
  ASSERT_TRUE(fields);
  EXPECT_EQ(*fields, (RequestFields{{"file", {long_input}}}));
}

TEST_F(FieldFilesTest, WhatIsMissingOrTooLargeIsSaid) {
  EXPECT_EQ(read({{"file", {"/no/such/file"}}}).error().code, ErrorCode::not_found);
  RequestFields from_nowhere{{"file", {"-"}}};
  EXPECT_EQ(read_files(uploads.front(), nullptr, from_nowhere).error().code, ErrorCode::io_failure);
  const std::string too_large((2U << 20U) + 1, 'x');
  EXPECT_EQ(read({{"file", {"-"}}}, too_large).error().code, ErrorCode::limit_exceeded);
  EXPECT_EQ(read({{"file", {file("large", too_large)}}}).error().code, ErrorCode::limit_exceeded);
}

TEST_F(FieldFilesTest, AFileNamedForThisMachineIsReadToBeSent) {
  const auto sent = [](RequestFields fields) -> Result<RequestFields> {
    MEGURI_TRY(read_local_files(uploads.front(), fields));
    return fields;
  };
  EXPECT_EQ(sent({{"path", {file("計量.xlsx", bytes)}}, {"book", {"b"}}}).value(),
            (RequestFields{{"book", {"b"}}, {"file", {bytes}}, {"file_name", {"計量.xlsx"}}}));
  EXPECT_EQ(sent({{"path", {file("empty.csv", "")}}}).value().at("file"),
            std::vector<std::string>{""});
  EXPECT_EQ(sent({{"book", {"b"}}}).value(), (RequestFields{{"book", {"b"}}}));
  EXPECT_EQ(sent({{"path", {"/no/such/file"}}}).error().code, ErrorCode::not_found);
  const auto refused = sent({{"path", {file("large", std::string((2U << 20U) + 1, 'x'))}}});
  EXPECT_EQ(refused.error().code, ErrorCode::limit_exceeded);
  EXPECT_EQ(refused.error().message.id, "cli.file_too_large_to_send");
}

// To the process that owns the folder the file goes as it is, with its fields in the address.
TEST_F(FieldFilesTest, TheOwnerGetsTheSame) {
  const SystemClock clock;
  Request asked;
  FakeEngine engine([&](const Request& request) -> Result<Answer> {
    asked = request;
    Answer answer;
    answer.body = JsonObject{{"books", JsonArray{}}};
    return answer;
  });
  RequestLog log(clock, LogLevel::error, [](std::string_view) {});
  const Service service(engine, {}, uploads);
  auto server = Server::listen(log, {.port = 0, .body_limit = 1000});
  ASSERT_TRUE(server);
  (*server)->serve(service);
  const EngineOpener owned = [&](const EngineOptions&) -> Result<std::unique_ptr<Engine>> {
    return error(ErrorCode::unavailable,
                 "cli.nobody_answers",
                 {{"address", (*server)->url()}, {"reason", ""}});
  };
  const std::string large = bytes + std::string(1'000'000, '\0');
  const RequestFields fields{{"book", {"帳 簿/1"}}, {"file", {large}}, {"file_name", {"a&b.csv"}}};
  const Reply reply = ask(uploads.front(), fields, Format::json, Settings{}, owned, {});
  EXPECT_FALSE(reply.is_problem) << write_json(reply.document);
  EXPECT_EQ(asked.fields, fields);
  const RequestFields named{{"book", {"b"}}, {"path", {file("a.csv", large)}}};
  EXPECT_FALSE(ask(uploads.front(), named, Format::json, Settings{}, owned, {}).is_problem);
  EXPECT_EQ(asked.fields,
            (RequestFields{{"book", {"b"}}, {"file", {large}}, {"file_name", {"a.csv"}}}));
  const RequestFields without{{"book", {"b"}}};
  EXPECT_FALSE(ask(uploads.front(), without, Format::json, Settings{}, owned, {}).is_problem);
  EXPECT_EQ(asked.fields, without);
}

}  // namespace
}  // namespace meguri
