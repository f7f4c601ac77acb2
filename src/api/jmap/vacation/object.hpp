// A VacationResponse as JSON and as what the services keep.
#pragma once
#include "protocol/jmap/json.hpp"
#include "services/vacation/vacation.hpp"

namespace bailey::jmap {

inline constexpr std::string_view vacation_id = "singleton";  // RFC 8621 section 8

json::object to_json(const vacation::Vacation& vacation);
vacation::Vacation vacation_from(const json::object& object);  // one with the shapes of vacation_properties

}  // namespace bailey::jmap
