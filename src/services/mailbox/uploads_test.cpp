#include "services/mailbox/emails_fixture.hpp"

namespace bailey::mailbox {
namespace {

class UploadsTest : public EmailsTest {
protected:
    MailboxLimits limits() const override {
        return {.upload_octets = 4u << 20, .uploads_octets = 6u << 20, .uploads = 5};
    }
    // What the writer has still to do when an upload is forgotten is done once this is.
    void settle() {
        ASSERT_TRUE(ann.cell->writer().run([](sql::Connection&) { return Result<void>(); }));
    }
};
BAILEY_ON_BOTH_ENGINES(UploadsTest);

TEST_P(UploadsTest, WhatIsUploadedIsReadBack) {
    for (auto size : {0ul, 1ul, store::chunk_size, store::chunk_size + 1, 11 * store::chunk_size / 2}) {
        std::string bytes(size, 'x');
        for (std::size_t n = 0; n < size; n += 7) bytes[n] = static_cast<char>(n / 7);
        auto blob = upload(ann, bytes, "image/png");
        ASSERT_TRUE(blob) << size;
        EXPECT_EQ(blob->kind, BlobRef::Kind::upload);
        auto reader = open_blob(ann, *blob);
        ASSERT_TRUE(reader);
        EXPECT_EQ((*reader)->info().octets, size);
        EXPECT_EQ((*reader)->info().type, "image/png");
        EXPECT_EQ(*read_blob(ann, *blob), bytes);
        EXPECT_EQ(open_blob(ben, *blob).error(), Errc::not_found) << "somebody else's";
    }
    EXPECT_EQ(now(ann).used_octets, 0u) << "an upload is no mail yet";
    expect_consistent();
}

TEST_P(UploadsTest, BytesComeInPieces) {
    auto pieces = begin_upload(ann);
    std::string all;
    for (int n = 0; n < 3000; ++n) {
        std::string piece(static_cast<std::size_t>(n % 1999), static_cast<char>('a' + n % 26));
        ASSERT_TRUE(pieces->write(piece));
        all += piece;
    }
    auto blob = pieces->finish("");
    ASSERT_TRUE(blob);
    EXPECT_EQ(*read_blob(ann, *blob), all);
    EXPECT_FALSE(pieces->write("more")) << "it is finished";
    EXPECT_FALSE(pieces->finish(""));
}

TEST_P(UploadsTest, AnUploadThatIsTooLongIsRefused) {
    auto pieces = begin_upload(ann);
    std::string megabyte(1u << 20, 'x');
    for (int n = 0; n < 4; ++n) ASSERT_TRUE(pieces->write(megabyte));
    EXPECT_EQ(pieces->write("x").error(), Errc::too_long);
    EXPECT_EQ(pieces->write("").error(), Errc::too_long) << "and stays so";
    EXPECT_EQ(pieces->finish("").error(), Errc::too_long);
    pieces.reset();
    settle();
    EXPECT_EQ(number("select count(*) from blob_chunk"), 0);
    EXPECT_EQ(number("select count(*) from upload"), 0);
}

TEST_P(UploadsTest, AnUploadThatIsNotFinishedIsForgotten) {
    auto pieces = begin_upload(ann);
    ASSERT_TRUE(pieces->write(std::string(3u << 20, 'x')));
    EXPECT_GT(number("select count(*) from blob_chunk"), 0) << "it is not held in memory";
    pieces.reset();
    settle();
    EXPECT_EQ(number("select count(*) from blob_chunk"), 0);
}

// "When an upload would take the user over quota, the server MUST delete unreferenced blobs in date order, oldest
// first, until there is room for the new blob."
TEST_P(UploadsTest, Rfc8620Section6_TheOldestMakeRoomForOneTooMany) {
    std::vector<BlobRef> all;
    for (int n = 0; n < 7; ++n) {
        all.push_back(upload(ann, "text " + std::to_string(n), "").value());
        clock.advance(std::chrono::seconds(1));
    }
    ASSERT_TRUE(upload(ben, "x", "")) << "each account by itself";
    for (std::size_t n = 0; n < all.size(); ++n) EXPECT_EQ(open_blob(ann, all[n]).has_value(), n >= 2) << n;
    EXPECT_EQ(*read_blob(ann, all[2]), "text 2");
    ASSERT_TRUE(ann.cell->collect(0));
    EXPECT_EQ(number("select count(*) from blob"), 6);
    expect_consistent();
}

TEST_P(UploadsTest, Rfc8620Section6_TheOldestMakeRoomForOneTooLarge) {
    std::string megabytes(3u << 20, 'x');
    auto first = upload(ann, megabytes, "").value();
    clock.advance(std::chrono::seconds(1));
    auto second = upload(ann, megabytes, "").value();
    clock.advance(std::chrono::seconds(1));
    auto third = upload(ann, "x", "").value();
    EXPECT_EQ(open_blob(ann, first).error(), Errc::not_found);
    EXPECT_TRUE(open_blob(ann, second));
    clock.advance(std::chrono::seconds(1));
    ASSERT_TRUE(upload(ann, std::string(4u << 20, 'x'), ""));
    EXPECT_EQ(open_blob(ann, second).error(), Errc::not_found);
    EXPECT_TRUE(open_blob(ann, third)) << "there is room for both";
    expect_consistent();
}

// An email made of an upload keeps the bytes.
TEST_P(UploadsTest, Rfc8620Section6_WhatIsReferredToStays) {
    auto blob = upload(ann, "Subject: x\r\n\r\nx\r\n", "message/rfc822").value();
    std::int64_t existing = 0;
    NewEmail place;
    place.mailboxes = {inbox};
    auto added = import_email(ann, blob, place, existing);
    ASSERT_TRUE(added);
    for (int n = 0; n < 6; ++n) ASSERT_TRUE(upload(ann, "x", ""));
    EXPECT_EQ(open_blob(ann, blob).error(), Errc::not_found);
    EXPECT_EQ(*read_blob(ann, {BlobRef::Kind::email, added->id}), "Subject: x\r\n\r\nx\r\n");
    expect_consistent();
}

TEST_P(UploadsTest, UploadsGoAfterADay) {
    auto blob = upload(ann, "text", "").value(), there = upload(far, "text", "").value();
    clock.advance(std::chrono::hours(24) - std::chrono::milliseconds(1));
    EXPECT_EQ(*read_blob(ann, blob), "text");
    EXPECT_EQ(*collect_uploads(*accounts), 0);
    clock.advance(std::chrono::milliseconds(1));
    EXPECT_EQ(open_blob(ann, blob).error(), Errc::not_found);
    EXPECT_EQ(*collect_uploads(*accounts), 2) << "of every cell";
    EXPECT_EQ(*collect_uploads(*accounts), 0);
    EXPECT_EQ(open_blob(far, there).error(), Errc::not_found);
    ASSERT_TRUE(ann.cell->collect(0));
    EXPECT_EQ(number("select count(*) from blob"), 0);
    expect_consistent();
}

TEST_P(UploadsTest, TheCellsCollectorTakesThemToo) {
    ASSERT_TRUE(upload(ann, std::string(2u << 20, 'x'), ""));
    clock.advance(std::chrono::hours(24));
    while (*ann.cell->collect(0) > 0) {
    }
    EXPECT_EQ(number("select count(*) from upload"), 0);
    EXPECT_EQ(number("select count(*) from blob"), 0);
    EXPECT_EQ(number("select count(*) from blob_chunk"), 0);
}

TEST_P(UploadsTest, ADamagedUploadIsNotServed) {
    auto blob = upload(ann, std::string(3u << 20, 'x'), "").value();
    harm("update blob_chunk set box = (select first_chunk from blob) where number = 2");
    auto reader = open_blob(ann, blob);
    ASSERT_TRUE(reader);
    std::string out;
    EXPECT_TRUE((*reader)->read(0, store::chunk_size * 2, out));
    EXPECT_EQ((*reader)->read(store::chunk_size * 2, store::chunk_size * 2 + 1, out).error(), Errc::corrupt);
    EXPECT_EQ(out.size(), store::chunk_size * 2);
    EXPECT_EQ(read_blob(ann, blob).error(), Errc::corrupt);
}

}  // namespace
}  // namespace bailey::mailbox
