// A message of our own (a report) as a queue entry.
#pragma once
#include <memory>
#include <string_view>

#include "store/queue/transit.hpp"

namespace bailey::delivery {

std::shared_ptr<store::NewEntry> sealed_entry(std::int64_t id, Time now, Envelope envelope, std::string_view text);

}  // namespace bailey::delivery
