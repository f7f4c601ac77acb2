// Whatever the text: what parses is written as I-JSON again; a request is refused with one of
// the four problems, or its references and patches are resolved or refused within their bounds.
#include <cstdlib>

#include "base/secret.hpp"
#include "base/text.hpp"
#include "protocol/jmap/pointer.hpp"
#include "protocol/jmap/request.hpp"

namespace {

void must(bool holds) {
    if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace bailey;
    using namespace bailey::jmap;
    auto text = bailey::text_of({data, size});
    auto value = parse_json(text);
    if (!value) return 0;
    auto written = write_json(*value);
    must(valid_utf8(written));
    must(parse_json(written).has_value());

    if (value->is_object()) {
        if (auto patches = patches_from(value->get_object())) {
            auto target = value->get_object();
            for (const auto& patch : *patches) (void)apply(target, patch, nullptr, nullptr);
        }
    }
    auto request = request_from(*value, {});
    if (!request) {
        must(to_json(request.error()).contains("type"));
        return 0;
    }
    std::vector<Invocation> responses;
    std::size_t budget = 100'000;
    for (auto& call : request->calls) {
        auto done = resolve_references(call.arguments, responses, budget);
        must(done || done.error().type == ErrorType::invalid_arguments ||
             done.error().type == ErrorType::invalid_result_reference);
        responses.push_back(std::move(call));
    }
    return 0;
}
