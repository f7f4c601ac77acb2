// An append-only vector whose copies share their elements: a copy never changes, and appending to the newest copies
// nothing. One thread at a time may append to the copies of one vector; any number may read them meanwhile.
#pragma once
#include <algorithm>
#include <cstddef>
#include <memory>
#include <new>
#include <span>
#include <type_traits>

namespace bailey::mailbox {

template <class T>
class Growing {
    static_assert(std::is_trivially_copyable_v<T>);

public:
    std::size_t size() const { return size_; }
    bool empty() const { return size_ == 0; }
    const T& operator[](std::size_t n) const { return block_->data[n]; }
    const T& back() const { return block_->data[size_ - 1]; }
    std::span<const T> view() const {
        return block_ ? std::span<const T>(block_->data.get(), size_) : std::span<const T>();
    }
    std::size_t octets() const { return block_ ? block_->capacity * sizeof(T) : 0; }

    void reserve(std::size_t n) { move_to(std::max(n, size_) + n / 8); }
    void append(const T& value) { append(std::span<const T>(&value, 1)); }
    // Not of this vector.
    void append(std::span<const T> values) {
        if (values.empty()) return;
        // Behind what this copy has, another may have appended already.
        if (!block_ || block_->used != size_ || block_->capacity - size_ < values.size())
            move_to(size_ + values.size() + (size_ + values.size()) / 8);
        std::ranges::copy(values, block_->data.get() + size_);
        size_ += values.size();
        block_->used = size_;
    }
    void insert(std::size_t at, const T& value) {
        if (at == size_) return append(value);
        const T last = back();
        append(last);
        detach();
        auto* data = block_->data.get();
        std::copy_backward(data + at, data + size_ - 2, data + size_ - 1);
        data[at] = value;
    }
    // A copy of its own, whose elements may be changed until it is copied.
    std::span<T> detach() {
        if (!block_) return {};
        move_to(size_ + size_ / 8);
        return {block_->data.get(), size_};
    }

private:
    struct Free {
        void operator()(T* data) const { ::operator delete(data); }
    };
    struct Block {
        explicit Block(std::size_t n) : capacity(n), data(static_cast<T*>(::operator new(n * sizeof(T)))) {}
        std::size_t capacity, used = 0;
        std::unique_ptr<T[], Free> data;
    };
    void move_to(std::size_t capacity) {
        auto fresh = std::make_shared<Block>(capacity + 8);
        if (block_) std::copy_n(block_->data.get(), size_, fresh->data.get());
        fresh->used = size_;
        block_ = std::move(fresh);
    }

    std::shared_ptr<Block> block_;
    std::size_t size_ = 0;
};

}  // namespace bailey::mailbox
