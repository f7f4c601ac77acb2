// How fast messages are parsed on one thread, beside GMime. Reads every file of the folders named, and the same put
// into larger messages; prints MB/s of three rounds each, the median first.
// usage: mime_bench FOLDER...
#include <gmime/gmime.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>

#include "protocol/mime/bodies.hpp"
#include "protocol/mime/decode.hpp"
#include "protocol/mime/encode.hpp"
#include "protocol/mime/forms.hpp"

namespace {

namespace mime = bailey::mime;
namespace fs = std::filesystem;
using Messages = std::vector<std::string>;

Messages read(const fs::path& folder) {
    Messages all;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (!entry.is_regular_file()) continue;
        std::ifstream file(entry.path(), std::ios::binary);
        all.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
    }
    return all;
}

// What offices send: a text in two forms and a document.
Messages made(std::size_t count, std::size_t attachment) {
    std::string file, encoded, text;
    for (std::size_t n = 0; n < attachment; ++n) file += static_cast<char>(n * 2654435761u >> 13);
    mime::Base64Encoder encoder;
    encoder.feed(file, encoded);
    encoder.finish(encoded);
    for (int n = 0; n < 20; ++n) text += "The hearing on Friday is vacated; parties will be told of the new date.\r\n";
    std::string message =
        "From: Ann Reid <ann.reid@chambers.example>\r\nTo: Listing <listing@court.example>\r\n"
        "Subject: =?utf-8?Q?Order_=E2=80=93_sealed_copy?=\r\nDate: Mon, 23 Nov 2026 09:15:00 +0000\r\n"
        "Message-ID: <x@chambers.example>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=outer\r\n\r\n"
        "--outer\r\nContent-Type: multipart/alternative; boundary=inner\r\n\r\n--inner\r\n"
        "Content-Type: text/plain; charset=utf-8\r\n\r\n" +
        text + "\r\n--inner\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>" + text + "</p>\r\n--inner--\r\n";
    if (attachment > 0)
        message +=
            "--outer\r\nContent-Type: application/pdf; name=order.pdf\r\nContent-Transfer-Encoding: base64\r\n"
            "Content-Disposition: attachment; filename=order.pdf\r\n\r\n" +
            encoded;
    message += "--outer--\r\n";
    return Messages(count, message);
}

std::size_t sink = 0;  // so that nothing is left out by the compiler

void ours(const std::string& message, bool decode) {
    const auto structure = mime::parse(message);
    sink += structure.parts.size();
    if (const auto subject = mime::last_field(message, structure, structure.root(), "Subject"))
        sink += mime::as_text(*subject).size();
    for (const auto& part : structure.parts)
        if (decode && !part.is_multipart())
            sink += mime::decode_transfer(part.body.of(message), part.encoding).bytes.size();
}

void walk(GMimeObject* object, bool decode) {
    ++sink;
    if (GMIME_IS_MULTIPART(object)) {
        auto* multipart = GMIME_MULTIPART(object);
        for (int n = 0; n < g_mime_multipart_get_count(multipart); ++n)
            walk(g_mime_multipart_get_part(multipart, n), decode);
    } else if (GMIME_IS_PART(object) && decode) {
        auto* out = g_mime_stream_mem_new();
        if (auto* content = g_mime_part_get_content(GMIME_PART(object)))
            g_mime_data_wrapper_write_to_stream(content, out);
        sink += static_cast<std::size_t>(g_mime_stream_length(out));
        g_object_unref(out);
    }
}

void theirs(const std::string& message, bool decode) {
    auto* stream = g_mime_stream_mem_new_with_buffer(message.data(), message.size());
    auto* parser = g_mime_parser_new_with_stream(stream);
    if (auto* parsed = g_mime_parser_construct_message(parser, nullptr)) {
        if (const auto* subject = g_mime_message_get_subject(parsed)) sink += *subject != 0;
        if (auto* part = g_mime_message_get_mime_part(parsed)) walk(part, decode);
        g_object_unref(parsed);
    }
    g_object_unref(parser);
    g_object_unref(stream);
}

double rate(const Messages& messages, const std::function<void(const std::string&)>& parse) {
    using Clock = std::chrono::steady_clock;
    std::array<double, 3> rounds{};
    for (auto& round : rounds) {
        std::size_t octets = 0;
        const auto start = Clock::now();
        do
            for (const auto& message : messages) {
                parse(message);
                octets += message.size();
            }
        while (Clock::now() - start < std::chrono::milliseconds(500));
        round = static_cast<double>(octets) / 1e6 / std::chrono::duration<double>(Clock::now() - start).count();
    }
    std::ranges::sort(rounds);
    return rounds[1];
}

void compare(const char* name, const Messages& messages) {
    for (bool decode : {false, true}) {
        const auto us = rate(messages, [&](const std::string& m) { ours(m, decode); });
        const auto them = rate(messages, [&](const std::string& m) { theirs(m, decode); });
        std::printf("| %s, %s | %.0f | %.0f | %.1f |\n", name, decode ? "decoded" : "parsed", us, them, us / them);
    }
}

}  // namespace

int main(int argc, char** argv) {
    g_mime_init();
    std::puts("| messages | Bailey MB/s | GMime MB/s | times |\n| --- | --- | --- | --- |");
    for (int n = 1; n < argc; ++n) compare(argv[n], read(argv[n]));
    compare("two texts, 3 KB", made(1000, 0));
    compare("with a document, 100 KB", made(100, 75000));
    compare("with a document, 10 MB", made(3, 7500000));
    return sink == 0;
}
