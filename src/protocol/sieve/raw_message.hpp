// A message in its octets, for a script to look at. What is decoded is bounded: of a body beyond it, the rest is not
// seen by "body :text" and "body :content".
#pragma once
#include <map>

#include "protocol/mime/structure.hpp"
#include "protocol/sieve/message.hpp"

namespace bailey::sieve {

class RawMessage final : public Message {
public:
    static constexpr std::size_t most_body = 1 << 20;  // octets, of all parts together, and of raw_body()

    // `octets` are to stay where they are. They may be the beginning of a message of `size` octets (0: all of it).
    RawMessage(std::string_view octets, Envelope envelope, std::uint64_t size = 0);

    std::vector<std::string> raw(std::string_view field) const override;
    std::vector<std::string> decoded(std::string_view field) const override;
    const Envelope& envelope() const override { return envelope_; }
    std::uint64_t size() const override { return size_; }
    std::string_view raw_body() const override;
    const std::vector<Part>& parts() const override;
    std::vector<std::string> readable_text() const override;

private:
    std::vector<std::string_view> values(std::string_view field) const;

    std::string_view octets_;
    Envelope envelope_;
    std::uint64_t size_;
    mime::Structure structure_;
    std::map<std::string, std::vector<std::string_view>, std::less<>> fields_;  // by name in lower case
    mutable std::optional<std::vector<Part>> parts_;
};

}  // namespace bailey::sieve
