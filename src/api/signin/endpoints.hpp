// Signing in and out, and what people do about their own way in, for the pages (service.md sections 5 and 6):
//
//     GET    /api/me                            who is signed in, or how far somebody is
//     POST   /api/sign-in                       {username, password}
//     POST   /api/sign-in/code                  a code for the second factor, by e-mail
//     POST   /api/sign-in/second-factor         {way, code, remember?}
//     POST   /api/sign-in/password              {newPassword}: where the one used was only good for that
//     GET    /api/conditions
//     POST   /api/sign-in/conditions            {version}
//     POST   /api/sign-in/skip                  what might be set up is not, for now
//     POST   /api/sign-out
//     POST   /api/password                      {password, newPassword}
//     POST   /api/language                      {language}
//     POST   /api/forgotten                     {username}
//     POST   /api/forgotten/check               {token} or {username, code}
//     POST   /api/forgotten/password            the same, {newPassword, way?, secondFactorCode?}
//     POST   /api/recovery-address[/verify|/remove]
//     POST   /api/verify                        {token}: a recovery address, by its link
//     POST   /api/second-factor/totp[/confirm|/remove], /email, /recovery-codes, /forget-browsers
//     GET    /api/sessions                      pages and programs that are signed in
//     DELETE /api/sessions                      the other pages
//     DELETE /api/sessions/{id}
//     POST   /api/tokens                        {name}: a bearer token for a program
//     GET    /api/app-passwords
//     POST   /api/app-passwords                 {name}
//     DELETE /api/app-passwords/{id}
//
// JSON in and out; errors are problem details whose types begin with "urn:bailey:error:". Everything that writes wants
// to come from our own page (net/http/caller.hpp), and all but signing in and what replaces it the page's cookie:
// neither an app password nor a token can make another or end a session.
#pragma once
#include "net/http/caller.hpp"
#include "net/http/router.hpp"

namespace bailey::signin {
class AppPasswords;
class Conditions;
class Entrance;
class Recovery;
class SecondFactor;
}  // namespace bailey::signin
namespace bailey::store {
class Community;
}

namespace bailey::signin_pages {

struct Endpoints {
    net::Workers& workers;
    signin::SignIn& signin;
    signin::Sessions& sessions;
    signin::AppPasswords& app_passwords;
    signin::Entrance& entrance;
    signin::SecondFactor& second_factor;
    signin::Recovery& recovery;
    const signin::Conditions& conditions;
    store::Community& community;
    net::http::Callers& callers;
    // Of those who are not signed in yet, by address: each try may cost an argon2id.
    net::http::RateLimits& tries;
};

// The endpoints outlive the router's handler.
void add_routes(net::http::Router& router, Endpoints& endpoints);

}  // namespace bailey::signin_pages
