#include "services/outbox/words.hpp"

namespace bailey::outbox {
namespace {

struct Both {
    Words english, welsh;
};

constexpr Both verify_address{{"Confirm your recovery address",
                               "Somebody, we hope you, gave this address as the recovery address of their\n"
                               "{service} account. It is for notices about signing in, and for nothing else.\n\n"
                               "To confirm that it is yours, type this code on the page where you gave it:\n\n"
                               "    {code}\n\n"
                               "or open this link:\n\n"
                               "    {link}\n\n"
                               "Both work once, for an hour. If it was not you, do nothing.\n"},
                              {"Cadarnhewch eich cyfeiriad adfer",
                               "Mae rhywun, chi gobeithio, wedi rhoi'r cyfeiriad hwn fel cyfeiriad adfer ei\n"
                               "gyfrif {service}. Hysbysiadau am fewngofnodi yn unig a anfonir yma.\n\n"
                               "I gadarnhau mai chi biau'r cyfeiriad, teipiwch y cod hwn ar y dudalen lle\n"
                               "rhoesoch chi ef:\n\n"
                               "    {code}\n\n"
                               "neu agorwch y ddolen hon:\n\n"
                               "    {link}\n\n"
                               "Mae'r ddau'n gweithio unwaith, am awr. Os nad chi oedd yno, peidiwch â gwneud\n"
                               "dim.\n"}};

constexpr Both sign_in_code{{"Your sign-in code",
                             "Your code for signing in to {service}:\n\n"
                             "    {code}\n\n"
                             "It works once, for ten minutes. Nobody from {service} will ever ask you for it.\n\n"
                             "If you are not signing in just now, somebody else knows your password: change\n"
                             "it at {site}\n"},
                            {"Eich cod mewngofnodi",
                             "Eich cod ar gyfer mewngofnodi i {service}:\n\n"
                             "    {code}\n\n"
                             "Mae'n gweithio unwaith, am ddeg munud. Ni fydd neb o {service} byth yn gofyn i\n"
                             "chi amdano.\n\n"
                             "Os nad ydych yn mewngofnodi ar hyn o bryd, mae rhywun arall yn gwybod eich\n"
                             "cyfrinair: newidiwch ef yn {site}\n"}};

constexpr Both new_password{{"Choose a new password",
                             "Somebody, we hope you, asked for a new password for their {service} account.\n\n"
                             "To choose one, open this link:\n\n"
                             "    {link}\n\n"
                             "or type this code on the page where you asked:\n\n"
                             "    {code}\n\n"
                             "Both work once, for half an hour. If it was not you, do nothing: your password\n"
                             "stays as it is.\n"},
                            {"Dewiswch gyfrinair newydd",
                             "Mae rhywun, chi gobeithio, wedi gofyn am gyfrinair newydd ar gyfer ei gyfrif\n"
                             "{service}.\n\n"
                             "I ddewis un, agorwch y ddolen hon:\n\n"
                             "    {link}\n\n"
                             "neu teipiwch y cod hwn ar y dudalen lle gofynnoch chi amdano:\n\n"
                             "    {code}\n\n"
                             "Mae'r ddau'n gweithio unwaith, am hanner awr. Os nad chi ofynnodd, peidiwch â\n"
                             "gwneud dim: mae eich cyfrinair yn aros fel y mae.\n"}};

constexpr Both password_changed{{"Your password was changed",
                                 "The password of your {service} account was changed.\n\n"
                                 "If it was not you, tell your administrator at once, and choose a new one at\n"
                                 "{site}\n"},
                                {"Newidiwyd eich cyfrinair",
                                 "Newidiwyd cyfrinair eich cyfrif {service}.\n\n"
                                 "Os nad chi wnaeth hyn, dywedwch wrth eich gweinyddwr ar unwaith, a dewiswch un\n"
                                 "newydd yn {site}\n"}};

constexpr Both recovery_changed{{"Your recovery address was changed",
                                 "This address is no longer the recovery address of your {service} account:\n"
                                 "another one was confirmed, or it was taken away.\n\n"
                                 "If it was not you, tell your administrator at once.\n"},
                                {"Newidiwyd eich cyfeiriad adfer",
                                 "Nid y cyfeiriad hwn yw cyfeiriad adfer eich cyfrif {service} bellach:\n"
                                 "cadarnhawyd un arall, neu fe'i tynnwyd.\n\n"
                                 "Os nad chi wnaeth hyn, dywedwch wrth eich gweinyddwr ar unwaith.\n"}};

constexpr Both second_factor_changed{
    {"The second step of your sign-in was changed",
     "How your {service} account asks for a second step when you sign in was changed,\n"
     "or it was switched off.\n\n"
     "If it was not you, tell your administrator at once, and look at your settings at\n"
     "{site}\n"},
    {"Newidiwyd ail gam eich mewngofnodi",
     "Newidiwyd y modd y mae eich cyfrif {service} yn gofyn am ail gam wrth\n"
     "fewngofnodi, neu fe'i diffoddwyd.\n\n"
     "Os nad chi wnaeth hyn, dywedwch wrth eich gweinyddwr ar unwaith, ac edrychwch ar\n"
     "eich gosodiadau yn {site}\n"}};

const Both& both(Kind kind) {
    switch (kind) {
    case Kind::verify_address: return verify_address;
    case Kind::sign_in_code: return sign_in_code;
    case Kind::new_password: return new_password;
    case Kind::password_changed: return password_changed;
    case Kind::recovery_changed: return recovery_changed;
    case Kind::second_factor_changed: return second_factor_changed;
    }
    return password_changed;
}

}  // namespace

const Words& words(Kind kind, std::string_view language) {
    auto& in = both(kind);
    return language == "cy" ? in.welsh : in.english;
}

}  // namespace bailey::outbox
