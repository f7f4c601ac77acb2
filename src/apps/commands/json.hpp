// JSON that commands print, by Boost.JSON.
#pragma once
#include <boost/json.hpp>
#include <iosfwd>

namespace bailey::commands {

namespace json = boost::json;

// On one line of its own.
void print_json(std::ostream& out, const json::value& value);

}  // namespace bailey::commands
