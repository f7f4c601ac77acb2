// Whatever the text, it is either a configuration that prints and reads back as itself, or refused with a reason.
#include "base/config/config.hpp"

#include <cstdlib>

#include "base/secret.hpp"

namespace {

void must(bool holds) {
    if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace bailey;
    std::vector<config::ConfigError> errors;
    auto read = config::parse(text_of({data, size}), "fuzz.conf", errors);
    must(read.has_value() == errors.empty());
    if (!read) return 0;
    auto again = config::parse(config::print(*read), "printed.conf", errors);
    must(again && *again == *read);
    return 0;
}
