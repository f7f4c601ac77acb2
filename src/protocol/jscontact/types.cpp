#include "protocol/jscontact/types.hpp"

#include <array>

namespace bailey::jscontact {
namespace {

constexpr bool must = true;

// Section 1.5: properties that many types have.
constexpr Member contexts{"contexts", Form::set}, pref{"pref", Form::preference}, label{"label"};

// Section 2.1.8.
constexpr std::array relation_members{Member{"relation", Form::set}};
constexpr Type relation{"Relation", relation_members};

// Section 2.2.1.
constexpr std::array name_component_members{Member{"value", Form::string, must}, Member{"kind", Form::text, must},
                                            Member{"phonetic"}};
constexpr Type name_component{"NameComponent", name_component_members};
constexpr std::array name_members{Member{"components", Form::list, false, &name_component},
                                  Member{"isOrdered", Form::boolean},
                                  Member{"defaultSeparator"},
                                  Member{"full"},
                                  Member{"sortAs", Form::strings},
                                  Member{"phoneticScript"},
                                  Member{"phoneticSystem"}};
constexpr std::array<std::string_view, 2> name_any{"components", "full"};
constexpr Type name{"Name", name_members, name_any};

// Sections 2.2.2 to 2.2.5.
constexpr std::array nickname_members{Member{"name", Form::string, must}, contexts, pref};
constexpr Type nickname{"Nickname", nickname_members};
constexpr std::array unit_members{Member{"name", Form::string, must}, Member{"sortAs"}};
constexpr Type unit{"OrgUnit", unit_members};
constexpr std::array organization_members{Member{"name"}, Member{"units", Form::list, false, &unit}, Member{"sortAs"},
                                          contexts};
constexpr std::array<std::string_view, 2> organization_any{"name", "units"};
constexpr Type organization{"Organization", organization_members, organization_any};
constexpr std::array pronouns_members{Member{"pronouns", Form::string, must}, contexts, pref};
constexpr Type pronouns{"Pronouns", pronouns_members};
constexpr std::array speak_members{Member{"grammaticalGender"}, Member{"pronouns", Form::map, false, &pronouns}};
constexpr Type speak_to_as{"SpeakToAs", speak_members};
constexpr std::array title_members{Member{"name", Form::string, must}, Member{"kind"}, Member{"organizationId"}};
constexpr Type title{"Title", title_members};

// Section 2.3.
constexpr std::array email_members{Member{"address", Form::string, must}, contexts, pref, label};
constexpr Type email{"EmailAddress", email_members};
constexpr std::array online_members{Member{"service"}, Member{"uri"}, Member{"user"}, contexts, pref, label};
constexpr std::array<std::string_view, 2> online_any{"uri", "user"};
constexpr Type online_service{"OnlineService", online_members, online_any};
constexpr std::array phone_members{Member{"number", Form::string, must}, Member{"features", Form::set}, contexts, pref,
                                   label};
constexpr Type phone{"Phone", phone_members};
constexpr std::array language_members{Member{"language", Form::text, must}, contexts, pref};
constexpr Type language{"LanguagePref", language_members};

// Sections 2.4 and 2.6: those with a URI are Resources (section 1.4.4).
constexpr Member uri{"uri", Form::text, must}, media_type{"mediaType"}, some_kind{"kind"},
    that_kind{"kind", Form::text, must};
constexpr std::array calendar_members{that_kind, uri, media_type, contexts, pref, label};
constexpr Type calendar{"Calendar", calendar_members};
constexpr std::array scheduling_members{uri, contexts, pref, label};
constexpr Type scheduling{"SchedulingAddress", scheduling_members};
constexpr std::array key_members{some_kind, uri, media_type, contexts, pref, label};
constexpr Type crypto_key{"CryptoKey", key_members};
constexpr std::array directory_members{
    that_kind, uri, media_type, contexts, pref, label, Member{"listAs", Form::preference}};
constexpr Type directory{"Directory", directory_members};
constexpr std::array link_members{some_kind, uri, media_type, contexts, pref, label};
constexpr Type link{"Link", link_members};
constexpr std::array media_members{
    that_kind, Member{"uri", Form::text}, Member{"blobId", Form::text}, media_type, contexts, pref, label};
constexpr std::array<std::string_view, 2> media_any{"uri", "blobId"};
constexpr Type media{"Media", media_members, media_any};

// Section 2.5.1.
constexpr std::array address_component_members{Member{"value", Form::string, must}, Member{"kind", Form::text, must},
                                               Member{"phonetic"}};
constexpr Type address_component{"AddressComponent", address_component_members};
constexpr std::array address_members{Member{"components", Form::list, false, &address_component},
                                     Member{"isOrdered", Form::boolean},
                                     Member{"countryCode"},
                                     Member{"coordinates"},
                                     Member{"timeZone"},
                                     contexts,
                                     Member{"full"},
                                     Member{"defaultSeparator"},
                                     pref,
                                     Member{"phoneticScript"},
                                     Member{"phoneticSystem"}};
constexpr Type address{"Address", address_members};

// Section 2.8.
constexpr std::array partial_date_members{Member{"year", Form::unsigned_integer},
                                          Member{"month", Form::unsigned_integer},
                                          Member{"day", Form::unsigned_integer}, Member{"calendarScale"}};
constexpr std::array timestamp_members{Member{"utc", Form::utc_date, must}};
constexpr std::array anniversary_members{that_kind, Member{"date", Form::moment, must},
                                         Member{"place", Form::object, false, &address}};
constexpr Type anniversary{"Anniversary", anniversary_members};
constexpr std::array author_members{Member{"name"}, Member{"uri"}};
constexpr Type author{"Author", author_members};
constexpr std::array note_members{Member{"note", Form::string, must}, Member{"created", Form::utc_date},
                                  Member{"author", Form::object, false, &author}};
constexpr Type note{"Note", note_members};
constexpr std::array info_members{that_kind, Member{"value", Form::string, must}, Member{"level"},
                                  Member{"listAs", Form::preference}, label};
constexpr Type personal_info{"PersonalInfo", info_members};

// Section 2.
constexpr std::array card_members{
    Member{"@type", Form::text, must},
    Member{"version", Form::text, must},
    Member{"created", Form::utc_date},
    Member{"kind", Form::text},
    Member{"language", Form::text},
    Member{"members", Form::set},
    Member{"prodId"},
    Member{"relatedTo", Form::named, false, &relation},
    Member{"uid", Form::text, must},
    Member{"updated", Form::utc_date},
    Member{"name", Form::object, false, &name},
    Member{"nicknames", Form::map, false, &nickname},
    Member{"organizations", Form::map, false, &organization},
    Member{"speakToAs", Form::object, false, &speak_to_as},
    Member{"titles", Form::map, false, &title},
    Member{"emails", Form::map, false, &email},
    Member{"onlineServices", Form::map, false, &online_service},
    Member{"phones", Form::map, false, &phone},
    Member{"preferredLanguages", Form::map, false, &language},
    Member{"calendars", Form::map, false, &calendar},
    Member{"schedulingAddresses", Form::map, false, &scheduling},
    Member{"addresses", Form::map, false, &address},
    Member{"cryptoKeys", Form::map, false, &crypto_key},
    Member{"directories", Form::map, false, &directory},
    Member{"links", Form::map, false, &link},
    Member{"media", Form::map, false, &media},
    Member{"localizations", Form::patches},
    Member{"anniversaries", Form::map, false, &anniversary},
    Member{"keywords", Form::set},
    Member{"notes", Form::map, false, &note},
    Member{"personalInfo", Form::map, false, &personal_info},
};

}  // namespace

const Type card{"Card", card_members};
const Type partial_date{"PartialDate", partial_date_members};
const Type timestamp{"Timestamp", timestamp_members};

}  // namespace bailey::jscontact
