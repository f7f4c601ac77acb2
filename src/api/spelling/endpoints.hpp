// Spelling for the pages:
//
//     POST /api/spelling           {language, words}: those that are not in the dictionary
//     POST /api/spelling/suggest   {language, word}: what may have been meant
//
// For whoever is signed in. Personal words are the page's to leave out (api/jmap/preferences).
#pragma once
#include "net/http/caller.hpp"
#include "net/http/router.hpp"

namespace bailey::spelling {

class Spelling;

struct Endpoints {
    net::Workers& workers;
    net::http::Callers& callers;
    Spelling& spelling;
};

// The endpoints outlive the router's handler.
void add_routes(net::http::Router& router, Endpoints& endpoints);

}  // namespace bailey::spelling
