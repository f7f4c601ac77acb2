// Bytes on their way into a cell as a blob of their own: sealed as they come, full chunks stored ahead, so that no more
// than about a megabyte and a half of them is in memory.
#pragma once
#include <cstdint>
#include <string_view>

#include "store/blobs/sealer.hpp"
#include "store/cells/cell.hpp"

namespace bailey::mailbox {

class NewBlob {
public:
    NewBlob(store::Cell& cell, std::int64_t id) : cell_(cell), id_(id) {}
    ~NewBlob();  // what went ahead of a blob that did not come is forgotten; does not wait for that
    NewBlob(const NewBlob&) = delete;
    NewBlob& operator=(const NewBlob&) = delete;

    Result<void> write(std::string_view bytes);
    void finish() { sealer_.finish(); }
    std::int64_t id() const { return id_; }
    const Key& key() const { return sealer_.key(); }
    std::uint64_t octets() const { return sealer_.octets(); }
    bool ahead() const { return spilled_ > 0; }  // are chunks in the cell already?

    // After finish(), within the transaction that adds the one thing that refers to it.
    Result<void> put(sql::Connection& c) const;

private:
    Result<void> spill();
    store::Cell& cell_;
    std::int64_t id_;
    store::Sealer sealer_;
    std::uint32_t spilled_ = 0;  // chunks 1 to this one are in the cell
};

}  // namespace bailey::mailbox
