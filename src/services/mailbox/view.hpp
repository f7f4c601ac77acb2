// What somebody sees of an account of which only some folders and address books are shared with them
// (docs/design/0008-shared-folders.md). An Account that has a view is asked like any other, and answers as if nothing
// else were in it.
#pragma once
#include <cstdint>
#include <map>

#include "domain/people/object_rights.hpp"

namespace bailey::mailbox {

struct View {
    AccountId viewer{};
    std::map<std::int64_t, unsigned> folders = {}, books = {};  // rights (folder_right, book_right), `read` at least

    unsigned folder(std::int64_t id) const { return find(folders, id); }  // 0: not seen
    unsigned book(std::int64_t id) const { return find(books, id); }
    bool writes() const {
        for (const auto& [id, rights] : folders) {
            if (rights & folder_right::write) return true;
        }
        for (const auto& [id, rights] : books) {
            if (rights & book_right::write) return true;
        }
        return false;
    }
    bool operator==(const View&) const = default;

private:
    static unsigned find(const std::map<std::int64_t, unsigned>& all, std::int64_t id) {
        auto at = all.find(id);
        return at == all.end() ? 0 : at->second;
    }
};

}  // namespace bailey::mailbox
