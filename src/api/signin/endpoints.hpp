// Signing in and out, and what people do about their own way in, for the pages (service.md sections 5 and 6):
//
//     POST   /api/sign-in                  {username, password}
//     POST   /api/password                 {username, password, newPassword}: a first password, too
//     POST   /api/sign-out
//     GET    /api/sessions                 pages and programs that are signed in
//     DELETE /api/sessions/{id}
//     POST   /api/tokens                   {name}: a bearer token for a program
//     GET    /api/app-passwords
//     POST   /api/app-passwords            {name}
//     DELETE /api/app-passwords/{id}
//
// JSON in and out; errors are problem details whose types begin with "urn:bailey:error:". Everything that writes wants
// to come from our own page (net/http/caller.hpp), and all but the first two the page's cookie: neither an app password
// nor a token can make another or end a session.
#pragma once
#include "net/http/caller.hpp"
#include "net/http/router.hpp"

namespace bailey::signin {
class AppPasswords;
}

namespace bailey::signin_pages {

struct Endpoints {
    net::Workers& workers;
    signin::SignIn& signin;
    signin::Sessions& sessions;
    signin::AppPasswords& app_passwords;
    net::http::Callers& callers;
    // Of those who are not signed in yet, by address: each try may cost an argon2id.
    net::http::RateLimits& tries;
};

// The endpoints outlive the router's handler.
void add_routes(net::http::Router& router, Endpoints& endpoints);

}  // namespace bailey::signin_pages
