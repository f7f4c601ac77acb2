#include "apps/demo/papers/zip.hpp"

#include "apps/demo/papers/deflate.hpp"

namespace bailey::apps::demo {
namespace {

constexpr std::uint32_t member_mark = 0x04034b50, entry_mark = 0x02014b50, end_mark = 0x06054b50;
constexpr std::size_t member_head = 30, entry_head = 46, end_size = 22;
constexpr std::uint16_t version = 20, deflated = 8;
constexpr std::uint16_t midday = 12 << 11, first_of_1980 = (1 << 5) | 1;  // the same archive at any time

void small(std::string& out, std::uint32_t n) {
    out += static_cast<char>(n & 0xff);
    out += static_cast<char>((n >> 8) & 0xff);
}
void large(std::string& out, std::size_t n) {
    small(out, static_cast<std::uint32_t>(n) & 0xffff);
    small(out, static_cast<std::uint32_t>(n) >> 16);
}
std::uint32_t read(std::string_view in, std::size_t at, std::size_t octets) {
    std::uint32_t n = 0;
    for (std::size_t i = octets; i-- > 0 && at + octets <= in.size();)
        n = (n << 8) | static_cast<unsigned char>(in[at + i]);
    return n;
}

// What the member's own head and its entry in the directory have in common (4.4.2 to 4.4.11).
std::string common(std::string_view name, std::string_view content, std::size_t packed) {
    std::string out;
    small(out, version);
    small(out, 1 << 11);  // names are UTF-8
    small(out, deflated);
    small(out, midday);
    small(out, first_of_1980);
    large(out, crc32_of(content));
    large(out, packed);
    large(out, content.size());
    small(out, static_cast<std::uint32_t>(name.size()));
    small(out, 0);  // no extra field
    return out;
}

}  // namespace

void Zip::add(std::string_view name, std::string_view content) {
    const auto offset = out_.size();
    const auto packed = raw_deflate(content);
    const auto head = common(name, content, packed.size());
    large(out_, member_mark);
    out_ += head;
    out_ += name;
    out_ += packed;
    large(directory_, entry_mark);
    small(directory_, version);
    directory_ += head;
    small(directory_, 0);  // no comment
    small(directory_, 0);  // disk
    small(directory_, 0);  // internal attributes
    large(directory_, 0);  // external attributes
    large(directory_, offset);
    directory_ += name;
    ++members_;
}

std::string Zip::finish() {
    const auto at = out_.size();
    out_ += directory_;
    large(out_, end_mark);
    large(out_, 0);  // disks
    small(out_, members_);
    small(out_, members_);
    large(out_, directory_.size());
    large(out_, at);
    small(out_, 0);  // no comment
    return std::move(out_);
}

std::vector<ZipMember> unzip(std::string_view archive) {
    if (archive.size() < end_size) return {};
    const auto end = archive.size() - end_size;
    if (read(archive, end, 4) != end_mark) return {};
    std::vector<ZipMember> members;
    std::size_t at = read(archive, end + 16, 4);
    for (auto left = read(archive, end + 10, 2); left > 0; --left) {
        if (read(archive, at, 4) != entry_mark) return {};
        const std::size_t name_size = read(archive, at + 28, 2), offset = read(archive, at + 42, 4);
        const auto head = archive.substr(at + 6, 26), name = archive.substr(at + entry_head, name_size);
        if (read(archive, offset, 4) != member_mark || archive.substr(offset + 4, 26) != head) return {};
        if (archive.substr(offset + member_head, name_size) != name) return {};
        auto content = from_raw_deflate(archive.substr(offset + member_head + name_size, read(head, 14, 4)));
        if (content.size() != read(head, 18, 4) || crc32_of(content) != read(head, 10, 4)) return {};
        members.push_back({std::string(name), std::move(content)});
        at += entry_head + name_size;
    }
    return at == end ? members : std::vector<ZipMember>();
}

}  // namespace bailey::apps::demo
