#include "apps/commands/json.hpp"

#include <boost/json/serialize.hpp>
#include <ostream>

namespace bailey::commands {

void print_json(std::ostream& out, const json::value& value) { out << json::serialize(value) << '\n'; }

}  // namespace bailey::commands
