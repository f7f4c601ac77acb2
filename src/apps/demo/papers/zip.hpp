// A ZIP archive (APPNOTE.TXT 6.3.x), as Office Open XML wants it: deflated members, one central directory, no ZIP64.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace bailey::apps::demo {

class Zip {
public:
    void add(std::string_view name, std::string_view content);
    std::string finish();

private:
    std::string out_, directory_;
    std::uint16_t members_ = 0;
};

// The members of an archive made here, for tests; empty where anything is wrong: lengths, offsets, CRC.
struct ZipMember {
    std::string name, content;
};
std::vector<ZipMember> unzip(std::string_view archive);

}  // namespace bailey::apps::demo
