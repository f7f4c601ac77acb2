#include "apps/commands/json.hpp"

#include <boost/json/src.hpp>  // the library's definitions, once in the program
#include <ostream>

namespace bailey::commands {

void print_json(std::ostream& out, const json::value& value) { out << json::serialize(value) << '\n'; }

}  // namespace bailey::commands
