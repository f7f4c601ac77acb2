#include "services/delivery/sealed_text.hpp"

#include "store/blobs/sealer.hpp"

namespace bailey::delivery {

std::shared_ptr<store::NewEntry> sealed_entry(std::int64_t id, Time now, Envelope envelope, std::string_view text) {
    store::Sealer sealer;
    sealer.write(text);
    sealer.finish();
    auto entry = std::make_shared<store::NewEntry>();
    entry->id = id;
    entry->accepted = now;
    entry->accounts.resize(envelope.recipients.size());
    entry->envelope = std::move(envelope);
    entry->key = sealer.key();
    entry->octets = sealer.octets();
    entry->chunks = static_cast<std::uint32_t>(sealer.chunks().size());
    entry->boxes = std::make_shared<std::vector<Bytes>>(std::move(sealer.chunks()));
    return entry;
}

}  // namespace bailey::delivery
