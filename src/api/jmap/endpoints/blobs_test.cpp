// RFC 8620 section 6 over HTTP.
#include "api/jmap/endpoints/endpoints_fixture.hpp"

namespace bailey::jmap {
namespace {

class BlobEndpointsTest : public EndpointsTest {
protected:
    // The id of a new blob of account a1.
    std::string given(const std::string& octets) {
        auto got = post("/jmap/upload/a1", "text/plain", octets);
        EXPECT_EQ(got.status, 201) << got.body;
        return got.member("blobId");
    }
};

TEST_F(BlobEndpointsTest, Rfc8620_6_1_AnUploadIsToldItsBlobId) {
    auto got = post("/jmap/upload/a1", "image/png", "picture");
    EXPECT_EQ(got.status, 201);
    EXPECT_EQ(got.fields.get("Content-Type"), "application/json");
    EXPECT_EQ(got.body, R"({"accountId":"a1","blobId":"B1","type":"image/png","size":7})");
    EXPECT_EQ(blobs.kept.at("B1").octets, "picture");
    EXPECT_EQ(blobs.kept.at("B1").type, "image/png");
    EXPECT_EQ(post("/jmap/upload/a2", "text/plain", "shared").member("accountId"), "a2");
}

TEST_F(BlobEndpointsTest, AnUploadMayBeEmptyLargeChunkedOrOfNoType) {
    EXPECT_EQ(post("/jmap/upload/a1", "", "").object().at("size"), 0);
    EXPECT_EQ(post("/jmap/upload/a1", "", "x").member("type"), "application/octet-stream");
    EXPECT_EQ(post("/jmap/upload/a1", "no type", "x").member("type"), "application/octet-stream");
    std::string large(3'000'000, 'l');
    EXPECT_EQ(blobs.kept.at(given(large)).octets, large);
    auto chunked = send(head("POST", "/jmap/upload/a1", "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n") +
                        "3\r\none\r\n3\r\ntwo\r\n0\r\n\r\n");
    EXPECT_EQ(blobs.kept.at(chunked.member("blobId")).octets, "onetwo");
}

TEST_F(BlobEndpointsTest, AnUploadIsRefusedWhereTheAccountOrItsRoomIsMissing) {
    EXPECT_EQ(post("/jmap/upload/a99", "text/plain", "x").status, 404);
    EXPECT_EQ(post("/jmap/upload/nonsense", "text/plain", "x").status, 404);
    EXPECT_EQ(post("/jmap/upload/a3", "text/plain", "x").status, 403) << "read-only";
    blobs.room = 3;
    EXPECT_EQ(post("/jmap/upload/a1", "text/plain", "four").status, 507);
    EXPECT_TRUE(blobs.kept.empty());
}

TEST_F(BlobEndpointsTest, Rfc8620_6_1_AnUploadThatIsTooLargeIsRefusedBeforeItComes) {
    auto octets = std::to_string(desk.api.limits().max_size_upload + 1);
    auto got = send(head("POST", "/jmap/upload/a1", "Content-Length: " + octets + "\r\n\r\n"));
    EXPECT_EQ(got.status, 413);
    EXPECT_EQ(got.member("type"), "urn:ietf:params:jmap:error:limit");
    EXPECT_EQ(got.member("limit"), "maxSizeUpload");
}

TEST_F(BlobEndpointsTest, Rfc8620_6_1_APersonUploadsSoManyFilesAtATime) {
    auto most = desk.api.limits().max_concurrent_upload;
    std::vector<std::unique_ptr<Client>> held;
    while (held.size() < most) hold(*held.emplace_back(std::make_unique<Client>(port)), "/jmap/upload/a1");
    auto refused = post("/jmap/upload/a1", "text/plain", "x");
    EXPECT_EQ(refused.status, 429);
    EXPECT_EQ(refused.member("limit"), "maxConcurrentUpload");
    for (auto& client : held) {
        client->send("ok");
        client->end();
        EXPECT_EQ(parsed(client->rest()).status, 201);
    }
    EXPECT_EQ(post("/jmap/upload/a1", "text/plain", "x").status, 201);
}

TEST_F(BlobEndpointsTest, Rfc8620_6_2_ADownloadHasTheNameAndTypeThatWereAskedFor) {
    auto id = given("octets");
    auto got = get("/jmap/download/a1/" + id + "/report.pdf?type=application/pdf");
    EXPECT_EQ(got.status, 200);
    EXPECT_EQ(got.body, "octets");
    EXPECT_EQ(got.fields.get("Content-Type"), "application/pdf");
    EXPECT_EQ(got.fields.get("Content-Disposition"),
              "attachment; filename=\"report.pdf\"; filename*=UTF-8''report.pdf");
    EXPECT_EQ(got.fields.get("Cache-Control"), "private, immutable, max-age=31536000");
    EXPECT_EQ(get("/jmap/download/a1/" + id + "/x").fields.get("Content-Type"), "application/octet-stream");
}

// Mail of strangers, on our own origin.
TEST_F(BlobEndpointsTest, WhatIsDownloadedRunsNowhere) {
    auto got = get("/jmap/download/a1/" + given("<script>") + "/x.html?type=text/html");
    EXPECT_EQ(got.fields.get("Content-Security-Policy"), "sandbox; default-src 'none'");
    EXPECT_EQ(got.fields.get("X-Content-Type-Options"), "nosniff");
}

// RFC 6266 appendix D, RFC 8187.
TEST_F(BlobEndpointsTest, ANameIsGivenInBothForms) {
    auto id = given("x");
    struct {
        const char *sent, *field;
    } cases[] = {
        {"caf%C3%A9.txt", "attachment; filename=\"caf__.txt\"; filename*=UTF-8''caf%C3%A9.txt"},
        {"a%22b%5Cc.txt", "attachment; filename=\"a_b_c.txt\"; filename*=UTF-8''a%22b%5Cc.txt"},
        {"a%2Fb", "attachment; filename=\"a_b\"; filename*=UTF-8''a%2Fb"},
        {"two%20words", "attachment; filename=\"two words\"; filename*=UTF-8''two%20words"},
    };
    for (auto& c : cases)
        EXPECT_EQ(get("/jmap/download/a1/" + id + "/" + c.sent).fields.get("Content-Disposition"), c.field) << c.sent;
    EXPECT_EQ(get("/jmap/download/a1/" + id + "/a%0D%0Ab").status, 400);
}

TEST_F(BlobEndpointsTest, ATypeThatIsNoneIsRefused) {
    auto path = "/jmap/download/a1/" + given("x") + "/x?type=";
    for (auto* type : {"text", "/html", "text/", "text%20x/html", "caf%C3%A9/x"})
        EXPECT_EQ(get(path + type).status, 400) << type;
    EXPECT_EQ(get(path + "text/plain%3B%20charset%3Dutf-8").fields.get("Content-Type"), "text/plain; charset=utf-8");
    EXPECT_FALSE(get(path + "text/html%0D%0AX:%20y").fields.has("X"));
}

TEST_F(BlobEndpointsTest, ADownloadIsServedInPartsAndNotTwice) {
    auto path = "/jmap/download/a1/" + given("0123456789") + "/x";
    auto part = get(path, "Range: bytes=2-4\r\n");
    EXPECT_EQ(part.status, 206);
    EXPECT_EQ(part.body, "234");
    EXPECT_EQ(part.fields.get("Content-Range"), "bytes 2-4/10");
    EXPECT_EQ(get(path, "Range: bytes=10-\r\n").status, 416);
    auto tag = std::string(get(path).fields.get("ETag"));
    EXPECT_EQ(get(path, "If-None-Match: " + tag + "\r\n").status, 304);
    auto about = send(head("HEAD", path, "Connection: close\r\n\r\n"));
    EXPECT_EQ(about.fields.get("Content-Length"), "10");
    EXPECT_EQ(about.body, "");
    std::string large(500'000, 'l');
    EXPECT_EQ(get("/jmap/download/a1/" + given(large) + "/x").body, large);
}

TEST_F(BlobEndpointsTest, ADownloadOfWhatIsNotThereOrSomebodyElsesIs404) {
    auto id = given("x");
    for (auto& path : {"/jmap/download/a1/B99/x", "/jmap/download/a99/B1/x", "/jmap/download/x/B1/x"})
        EXPECT_EQ(get(path).status, 404) << path;
    EXPECT_EQ(get("/jmap/download/a2/" + id + "/x").status, 404) << "of another account";
    EXPECT_EQ(get("/jmap/download/a1/" + id + "/").status, 404) << "no name";
}

}  // namespace
}  // namespace bailey::jmap
