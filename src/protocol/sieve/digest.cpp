#include "protocol/sieve/digest.hpp"

#include <openssl/evp.h>

#include <array>

#include "base/text.hpp"

namespace bailey::sieve {

std::string digest(std::initializer_list<std::string_view> texts) {
    constexpr std::size_t kept = 20;  // octets: enough that nobody finds two of the same
    std::string counted;
    for (const auto text : texts) counted += std::to_string(text.size()) + ':' + std::string(text);
    std::array<std::uint8_t, EVP_MAX_MD_SIZE> sum{};
    EVP_Digest(counted.data(), counted.size(), sum.data(), nullptr, EVP_sha256(), nullptr);
    return base32(ByteView(sum).first(kept));
}

}  // namespace bailey::sieve
