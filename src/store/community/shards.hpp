// A bounded hash map for many readers: locked in 64 parts, so that they seldom meet.
#pragma once
#include <array>
#include <cstddef>
#include <functional>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <unordered_map>

namespace bailey::store {

template <class Name, class Value>
class Shards {
public:
    explicit Shards(std::size_t most) : most_each_(most / count + 1) {}

    // What `look(value)` makes of the value, looked at under the lock; nullopt where there is none.
    template <class Look>
    auto find(const Name& name, Look look) const -> std::optional<decltype(look(std::declval<const Value&>()))> {
        auto& shard = of(name);
        std::shared_lock lock(shard.mutex);
        auto at = shard.values.find(name);
        if (at == shard.values.end()) return std::nullopt;
        return look(at->second);
    }

    // Keeps nothing where `still_true()`, asked under the lock, says no.
    template <class Still>
    void put(const Name& name, Value value, Still still_true) {
        auto& shard = of(name);
        std::lock_guard lock(shard.mutex);
        if (still_true()) shard.values.insert_or_assign(name, std::move(value));
    }

    std::optional<Value> take(const Name& name) {
        auto& shard = of(name);
        std::lock_guard lock(shard.mutex);
        auto node = shard.values.extract(name);
        if (!node) return std::nullopt;
        return std::move(node.mapped());
    }

    // Is the part that `name` belongs to at its bound?
    bool full(const Name& name) const {
        auto& shard = of(name);
        std::shared_lock lock(shard.mutex);
        return shard.values.size() >= most_each_;
    }

    void clear() {
        for (auto& shard : shards_) {
            std::lock_guard lock(shard.mutex);
            shard.values.clear();
        }
    }

private:
    static constexpr std::size_t count = 64;
    struct alignas(64) Shard {
        mutable std::shared_mutex mutex;
        std::unordered_map<Name, Value> values;
    };
    // The map uses the low bits of the hash for its buckets; the multiplication spreads small integers, which hash to
    // themselves.
    Shard& of(const Name& name) { return shards_[(std::hash<Name>{}(name)*0x9e3779b97f4a7c15ull) >> 58]; }
    const Shard& of(const Name& name) const { return shards_[(std::hash<Name>{}(name)*0x9e3779b97f4a7c15ull) >> 58]; }

    std::size_t most_each_;
    std::array<Shard, count> shards_;
};

}  // namespace bailey::store
