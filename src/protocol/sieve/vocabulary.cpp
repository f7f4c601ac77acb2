#include "protocol/sieve/vocabulary.hpp"

#include "protocol/sieve/commands/commands.hpp"
#include "protocol/sieve/tests/tests.hpp"

namespace bailey::sieve {

using enum Takes;

std::vector<Tag> operator+(std::vector<Tag> a, const std::vector<Tag>& b) {
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

const std::vector<Tag> match_tags{
    {"is", nothing, "", "match"},
    {"contains", nothing, "", "match"},
    {"matches", nothing, "", "match"},
    {"regex", nothing, "regex", "match"},
    {"count", string, "relational", "match"},  // RFC 5231 section 4
    {"value", string, "relational", "match"},
    {"comparator", string},
};
const std::vector<Tag> address_part_tags{
    {"all", nothing, "", "part"},
    {"localpart", nothing, "", "part"},
    {"domain", nothing, "", "part"},
    {"user", nothing, "subaddress", "part"},  // RFC 5233 section 4
    {"detail", nothing, "subaddress", "part"},
};
const std::vector<Tag> index_tags{{"index", number, "index"}, {"last", nothing, "index"}};

namespace {

const std::vector<Tag> flag_tags{{"flags", strings, "imap4flags"}};

std::vector<CommandRule> commands() {
    const Signature flags{{}, {string, strings}, true};
    return {
        {"keep", "", {flag_tags}, make_keep},
        {"discard", "", {}, make_discard},
        {"stop", "", {}, make_stop},
        {"fileinto",
         "fileinto",
         {flag_tags + std::vector<Tag>{{"copy", nothing, "copy"},
                                       {"create", nothing, "mailbox"},
                                       {"mailboxid", string, "mailboxid"},
                                       {"specialuse", string, "special-use"}},
          {string}},
         make_fileinto},
        {"redirect", "", {{{"copy", nothing, "copy"}}, {string}}, make_redirect},
        {"reject", "reject", {{}, {string}}, make_reject},
        {"ereject", "ereject", {{}, {string}}, make_ereject},
        {"vacation",
         "vacation",
         {{{"days", number, "", "period"},
           {"seconds", number, "vacation-seconds", "period"},
           {"subject", string},
           {"from", string},
           {"addresses", strings},
           {"mime"},
           {"handle", string}},
          {string}},
         make_vacation},
        {"setflag", "imap4flags", flags, make_setflag},
        {"addflag", "imap4flags", flags, make_addflag},
        {"removeflag", "imap4flags", flags, make_removeflag},
        {"set",
         "variables",
         {{{"lower", nothing, "", "case"},
           {"upper", nothing, "", "case"},
           {"lowerfirst", nothing, "", "first"},
           {"upperfirst", nothing, "", "first"},
           {"quotewildcard", nothing, "", "quote"},
           {"quoteregex", nothing, "regex", "quote"},
           {"length"}},
          {string, string}},
         make_set},
        {"include",
         "include",
         {{{"personal", nothing, "", "location"}, {"global", nothing, "", "location"}, {"once"}, {"optional"}},
          {string}},
         make_include},
        {"return", "include", {}, make_return},
        {"global", "include", {{}, {strings}}, make_global},
    };
}

std::vector<TestRule> tests() {
    using Number = Signature::Tests;
    return {
        {"true", "", {}, make_true},
        {"false", "", {}, make_false},
        {"not", "", {{}, {}, false, Number::one}, make_not},
        {"allof", "", {{}, {}, false, Number::several}, make_allof},
        {"anyof", "", {{}, {}, false, Number::several}, make_anyof},
        {"exists", "", {{}, {strings}}, make_exists},
        {"size", "", {{{"over", number, "", "bound"}, {"under", number, "", "bound"}}}, make_size},
        {"header", "", {match_tags + index_tags, {strings, strings}}, make_header},
        {"address", "", {match_tags + address_part_tags + index_tags, {strings, strings}}, make_address},
        {"envelope", "envelope", {match_tags + address_part_tags, {strings, strings}}, make_envelope},
        {"body",
         "body",
         {match_tags + std::vector<Tag>{{"raw", nothing, "", "transform"},
                                        {"content", strings, "", "transform"},
                                        {"text", nothing, "", "transform"}},
          {strings}},
         make_body},
        {"date",
         "date",
         {match_tags + index_tags +
              std::vector<Tag>{{"zone", string, "", "zone"}, {"originalzone", nothing, "", "zone"}},
          {string, string, strings}},
         make_date},
        {"currentdate", "date", {match_tags + std::vector<Tag>{{"zone", string}}, {string, strings}}, make_currentdate},
        {"string", "variables", {match_tags, {strings, strings}}, make_string},
        {"hasflag", "imap4flags", {match_tags, {strings, strings}, true}, make_hasflag},
        {"environment", "environment", {match_tags, {string, strings}}, make_environment},
        {"mailboxexists", "mailbox", {{}, {strings}}, make_mailboxexists},
        {"mailboxidexists", "mailboxid", {{}, {strings}}, make_mailboxidexists},
        {"specialuse_exists", "special-use", {{}, {string, strings}, true}, make_specialuse_exists},
        {"duplicate",
         "duplicate",
         {{{"handle", string},
           {"header", string, "", "id"},
           {"uniqueid", string, "", "id"},
           {"seconds", number},
           {"last"}}},
         make_duplicate},
    };
}

}  // namespace

const Words& standard_words() {
    static const Words words{
        commands(),
        tests(),
        {
            {"body"},
            {"comparator-i;ascii-casemap"},
            {"comparator-i;ascii-numeric"},
            {"comparator-i;octet"},
            {"comparator-i;unicode-casemap"},
            {"copy"},
            {"date"},
            {"duplicate"},
            {"encoded-character"},
            {"envelope"},
            {"environment"},
            {"ereject"},
            {"fileinto"},
            {"imap4flags"},
            {"include"},
            {"index"},
            {"mailbox"},
            {"mailboxid"},
            {"regex"},
            {"reject"},
            {"relational"},
            {"special-use"},
            {"subaddress"},
            {"vacation"},
            {"vacation-seconds", "vacation"},  // RFC 6131 section 2
            {"variables"},
        },
    };
    return words;
}

const std::vector<std::string>& capabilities() {
    static const std::vector<std::string> names = [] {
        std::vector<std::string> out;
        for (const auto& extension : standard_words().extensions) out.emplace_back(extension.name);
        return out;
    }();
    return names;
}

}  // namespace bailey::sieve
