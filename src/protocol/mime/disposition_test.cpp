// RFC 8098: message disposition notifications.
#include "protocol/mime/disposition.hpp"

#include <gtest/gtest.h>

namespace bailey::mime {
namespace {

// The example of RFC 8098 section 9.
constexpr std::string_view example =
    "Date: Wed, 20 Sep 1995 00:19:00 (EDT) -0400\r\n"
    "From: Joe Recipient <Joe_Recipient@example.com>\r\n"
    "Message-Id: <199509200019.12345@example.com>\r\n"
    "Subject: Re: First draft of report\r\n"
    "To: Jane Sender <Jane_Sender@example.org>\r\n"
    "MIME-Version: 1.0\r\n"
    "Content-Type: multipart/report;\r\n"
    " report-type=disposition-notification;\r\n"
    " boundary=\"RAA14128.773615765/example.com\"\r\n"
    "\r\n"
    "--RAA14128.773615765/example.com\r\n"
    "Content-type: text/plain\r\n"
    "\r\n"
    "The message sent on 1995 Sep 19 at 13:30:00 (EDT) -0400 to Joe\r\n"
    "Recipient <Joe_Recipient@example.com> with subject \"First draft of\r\n"
    "report\" has been displayed.\r\n"
    "\r\n"
    "--RAA14128.773615765/example.com\r\n"
    "content-type: message/disposition-notification\r\n"
    "\r\n"
    "Reporting-UA: joes-pc.cs.example.com; Foomail 97.1\r\n"
    "Original-Recipient: rfc822;Joe_Recipient@example.com\r\n"
    "Final-Recipient: rfc822;Joe_Recipient@example.com\r\n"
    "Original-Message-ID: <199509192301.23456@example.org>\r\n"
    "Disposition: manual-action/MDN-sent-manually; displayed\r\n"
    "\r\n"
    "--RAA14128.773615765/example.com\r\n"
    "content-type: message/rfc822\r\n"
    "\r\n"
    "Subject: First draft of report\r\n"
    "\r\n"
    "text\r\n"
    "\r\n"
    "--RAA14128.773615765/example.com--\r\n";

std::string with_disposition(std::string_view field) {
    std::string text(example);
    auto at = text.find("Disposition: manual");
    return text.replace(at, text.find("\r\n", at) - at, field);
}

TEST(Rfc8098_9_Disposition, the_example_reads) {
    auto notice = read_disposition(example);
    ASSERT_TRUE(notice);
    EXPECT_EQ(notice->subject, "Re: First draft of report");
    EXPECT_TRUE(notice->text->starts_with("The message sent on 1995 Sep 19"));
    EXPECT_TRUE(notice->has_original);
    auto& fields = notice->fields;
    EXPECT_EQ(fields.reporting_ua, "joes-pc.cs.example.com; Foomail 97.1");
    EXPECT_EQ(fields.original_recipient, "rfc822;Joe_Recipient@example.com");
    EXPECT_EQ(fields.final_recipient, "rfc822;Joe_Recipient@example.com");
    EXPECT_EQ(fields.original_message_id, "<199509192301.23456@example.org>");
    EXPECT_EQ(fields.type, Disposition::displayed);
    EXPECT_FALSE(fields.automatic_action || fields.sent_automatically || fields.gateway);
    EXPECT_TRUE(fields.extensions.empty());
}

TEST(Rfc8098_3_2_6_Disposition, is_read_in_either_case_with_white_space_and_modifiers) {
    auto notice = read_disposition(with_disposition(
        "DISPOSITION: Automatic-Action / mdn-SENT-automatically ;\r\n Deleted / error , x-more\r\nError: "
        "no room\r\nX-Extra: yes"));
    ASSERT_TRUE(notice);
    EXPECT_TRUE(notice->fields.automatic_action);
    EXPECT_TRUE(notice->fields.sent_automatically);
    EXPECT_EQ(notice->fields.type, Disposition::deleted);
    EXPECT_EQ(notice->fields.errors, std::vector<std::string>{"no room"});
    ASSERT_EQ(notice->fields.extensions.size(), 1u);
    EXPECT_EQ(notice->fields.extensions[0].second, "yes");
}

TEST(Rfc8098_3_Disposition, what_lacks_a_required_field_is_none) {
    EXPECT_FALSE(read_disposition(with_disposition("X-None: here")));
    EXPECT_FALSE(read_disposition(with_disposition("Disposition: manual-action/MDN-sent-manually; eaten")));
    EXPECT_FALSE(read_disposition(with_disposition("Disposition: ;;//")));
    std::string text(example);
    text.replace(text.find("Final-Recipient"), 15, "Other-Recipient");
    EXPECT_FALSE(read_disposition(text));
    EXPECT_FALSE(read_disposition("Subject: hello\r\n\r\nno receipt\r\n"));
    EXPECT_FALSE(read_disposition(""));
}

std::string built(const Disposition& disposition, Pieces original = {}) {
    NewMessage message;
    message.fields = {{"From", std::vector<EmailAddress>{{"Joe", "joe@example.com"}}},
                      {"Subject", std::string("Read")}};
    message.body = disposition_body("It was read, caf\u00e9.", disposition, std::move(original)).value();
    message.message_id = "1@example.com";
    message.unique = "abcdefghijklmnopqrst";
    std::string text;
    EXPECT_TRUE(build(message, [&](std::string_view piece) -> Result<void> {
        text += piece;
        return {};
    }));
    return text;
}

TEST(Rfc8098_3_1_Disposition, what_is_written_reads_back) {
    Disposition d;
    d.reporting_ua = "Bailey";
    d.original_recipient = "rfc822; bob@example.com";
    d.final_recipient = "rfc822; joe@example.com";
    d.original_message_id = "<1@x>";
    d.sent_automatically = true;
    d.type = Disposition::processed;
    d.extensions = {{"X-Mark", "one"}};
    auto text = built(d);
    EXPECT_NE(text.find("report-type=disposition-notification"), std::string::npos) << text;
    EXPECT_NE(text.find("Content-Type: message/disposition-notification\r\nContent-Transfer-Encoding: 7bit\r\n"),
              std::string::npos);
    auto notice = read_disposition(text);
    ASSERT_TRUE(notice) << text;
    EXPECT_EQ(notice->subject, "Read");
    EXPECT_EQ(notice->text, "It was read, caf\u00e9.");
    EXPECT_FALSE(notice->has_original);
    EXPECT_EQ(disposition_fields(notice->fields).value(), disposition_fields(d).value());
}

TEST(Rfc8098_3_Disposition, the_third_part_is_the_message_as_it_was) {
    Disposition d;
    d.final_recipient = "rfc822; joe@example.com";
    bool given = false;
    auto text = built(d, [&]() -> Result<std::string_view> {
        if (std::exchange(given, true)) return std::string_view();
        return std::string_view("Subject: Hello\r\n\r\n--abcdefgh\r\n");
    });
    EXPECT_NE(text.find("message/rfc822"), std::string::npos);
    EXPECT_NE(text.find("\r\n\r\nSubject: Hello\r\n\r\n--abcdefgh\r\n"), std::string::npos);
    EXPECT_TRUE(read_disposition(text)->has_original);
}

TEST(Rfc8098_3_1_1_Disposition, no_value_becomes_a_field_of_its_own) {
    Disposition d;
    d.final_recipient = "rfc822; joe@example.com";
    d.reporting_ua = "x\r\nBcc: all@example.com";
    EXPECT_EQ(disposition_fields(d).error(), Errc::bad_syntax);
    d.reporting_ua = std::string(2000, 'x');
    EXPECT_EQ(disposition_fields(d).error(), Errc::too_long);
    d.reporting_ua.reset();
    for (auto name : {"", "two words", "a:b", "Disposition", "final-recipient"}) {
        d.extensions = {{name, "x"}};
        EXPECT_EQ(disposition_fields(d).error(), Errc::bad_syntax) << name;
    }
}

TEST(Rfc6533_5_Disposition, an_address_beyond_ascii_goes_in_the_global_type) {
    Disposition d;
    d.final_recipient = "utf-8; jos\u00e9@example.com";
    auto text = built(d);
    EXPECT_NE(text.find("message/global-disposition-notification"), std::string::npos);
    EXPECT_EQ(read_disposition(text)->fields.final_recipient, "utf-8; jos\u00e9@example.com");
}

}  // namespace
}  // namespace bailey::mime
