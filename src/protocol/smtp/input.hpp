// What the client sent and nobody has read yet. Bytes are borrowed from the driver while they can be, and copied only
// when something is left over as the driver must reuse its buffer: a line cut in two, commands waiting their turn.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace bailey::smtp {

class Input {
public:
    void lend(std::string_view bytes);  // stays valid until keep() or until all is consumed
    void keep();                        // copies what is left; gives memory back where nothing is
    std::string_view view() const { return borrowing_ ? borrowed_ : std::string_view(kept_).substr(used_); }
    bool empty() const { return view().empty(); }
    void consume(std::size_t count);
    void wipe(std::size_t count);  // as consume(), for bytes that may hold a password

private:
    std::string_view borrowed_;
    std::string kept_;
    std::size_t used_ = 0;  // of kept_
    bool borrowing_ = false;
};

// One command line at the start of `text`.
struct Line {
    enum class State {
        partial,  // its end has not come yet
        whole,
        too_long,  // more than `limit` octets, CRLF included
        bad,       // a CR or LF that is not part of CRLF, or a NUL
    } state;
    std::string_view text;  // without its CRLF; set where whole
    std::size_t used = 0;   // with its CRLF
};
Line cut_line(std::string_view text, std::size_t limit);

}  // namespace bailey::smtp
