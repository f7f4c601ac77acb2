// For tests: an invented object type in memory, with everything a JMAP type can have, and an API that serves it.
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "api/jmap/api.hpp"
#include "api/jmap/standard/copy.hpp"
#include "api/jmap/standard/get.hpp"
#include "api/jmap/standard/query.hpp"
#include "api/jmap/standard/set.hpp"

namespace bailey::jmap::testing {

inline constexpr auto notes_uri = "urn:example:notes";

inline const Properties note_properties{
    {"id", Shape::id, is::server_set | is::immutable},
    {"title", Shape::string},
    {"rank", Shape::integer, 0, "0"},
    {"done", Shape::boolean, 0, "false"},
    {"kind", Shape::string, is::immutable, R"("plain")"},
    {"parentId", Shape::id, is::nullable | is::reference},
    {"links", Shape::id_set, is::reference, "{}"},
    {"tags", Shape::string_set, 0, "{}"},
    {"lines", Shape::strings, 0, "[]"},
    {"due", Shape::utc_date, is::nullable},
    {"meta", Shape::object, is::nullable},
    {"size", Shape::unsigned_integer, is::server_set},
    {"secret", Shape::string, is::on_request | is::server_set},
};

// The notes of one account: the objects, and what happened in each state.
struct Notebook {
    std::map<std::string, json::object, std::less<>> notes;
    struct Event {
        std::string id;
        char what;  // c, u, d
    };
    std::vector<Event> log;
    std::string state() const { return "s" + std::to_string(log.size()); }

    std::string add(json::object note, std::string id);
    Answer<Changed> since(const std::string& state, std::size_t most) const;
};
using Notebooks = std::map<AccountId, Notebook>;

class NoteType : public Getter, public Changer, public Setter, public Copier, public Querier {
public:
    explicit NoteType(Notebooks& books, bool singleton = false) : books_(books), singleton_(singleton) {}

    const Properties& properties() const override { return note_properties; }
    std::string_view type_name() const override { return "Note"; }
    bool knows(std::string_view name) const override { return name.starts_with("x:"); }
    bool singleton() const override { return singleton_; }
    Answer<void> arguments(Context&, Arguments& arguments) override;
    Answer<std::string> state(Context&, const Account& account) override { return books_[account.number].state(); }
    void finish(Context&, json::object&) override {}
    Answer<void> finish(Context&, const Account&, const SetRequest&, SetAnswer&) override { return {}; }
    Answer<void> begin(Context&, const Account&, Wanted&) override { return {}; }
    Answer<void> begin(Context&, const Account&, const SetRequest&) override { return {}; }

    Answer<std::vector<std::string>> all(Context&, const Account&, std::size_t most) override;
    Answer<std::vector<json::object>> load(Context&, const Account&, const std::vector<std::string>& ids,
                                           const Wanted& wanted) override;
    Answer<Changed> changes(Context&, const Account&, const std::string& since, std::size_t most) override;
    Answer<json::object> create(Context&, const Account&, json::object object) override;
    Answer<json::object> load(Context&, const Account&, const std::string& id,
                              const std::vector<std::string>& properties) override;
    Answer<json::value> update(Context&, const Account&, const std::string& id, const Update& update) override;
    Answer<void> destroy(Context&, const Account&, const std::string& id) override;
    Answer<json::object> copy(Context&, const Account& from, const Account& to, const std::string& id,
                              json::object overrides) override;
    Answer<void> check(Context&, const json::object& condition) override;
    Answer<void> check(Context&, const Comparator& comparator) override;
    Answer<Listed> list(Context&, const Account&, const Query&) override;
    bool immutable(const Query& query) const override;
    Answer<Changed> changed_since(Context&, const Account&, const std::string& since) override;

private:
    Notebooks& books_;
    bool singleton_;
};

// a1 is the caller's, a2 a shared one, a3 a shared one that is read-only, a4 one without notes.
class Desk {
public:
    Desk();

    // The "methodResponses" of these calls, as JSON text; `calls` is the inside of methodCalls.
    json::array call(std::string_view calls);
    // The arguments of the one response to one call.
    json::object one(std::string_view method, std::string_view arguments);
    std::string error_of(std::string_view method, std::string_view arguments);  // the type; "" where it is no error
    Reply process(std::string_view body) { return api.process(caller, body, Origin{"https://mail.example"}); }

    Notebook& book(int account = 1) { return books[AccountId{account}]; }
    // Notes n1..nN of account 1, titled "note 1" ..., ranks as given.
    void fill(std::vector<int> ranks);

    ManualClock clock{from_millis(1'600'000'000'000)};
    Limits limits;
    Notebooks books;
    Caller caller;
    Api api;
};

json::object object(std::string_view text);
std::string text(const json::value& value);

}  // namespace bailey::jmap::testing
