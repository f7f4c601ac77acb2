// The fields that tell a browser to trust nothing by default.
#pragma once
#include "net/http/fields.hpp"

namespace bailey::net::http {

// Adds each field that the handler has not set itself: a page that needs scripts and styles brings its own
// Content-Security-Policy and Cache-Control.
void add_security(Fields& response, bool secure);

}  // namespace bailey::net::http
