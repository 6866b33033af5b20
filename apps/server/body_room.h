// SPDX-License-Identifier: Apache-2.0
// body_room: how many bytes of large request bodies the server holds at once.
//
// A body of usual size costs no more than a connection; larger ones ask for room first, so that
// many of them at once are refused instead of stored. Any thread.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <utility>

namespace meguri {

class BodyRoom {
 public:
  // Gives its bytes back at the end of its scope; empty ones hold nothing. May not outlive the
  // room.
  class Hold {
   public:
    Hold() = default;
    Hold(Hold&& other) noexcept
        : room_(std::exchange(other.room_, nullptr)), bytes_(other.bytes_) {}
    Hold& operator=(Hold&& other) noexcept {
      std::swap(room_, other.room_);
      std::swap(bytes_, other.bytes_);
      return *this;
    }
    Hold(const Hold&) = delete;
    Hold& operator=(const Hold&) = delete;
    ~Hold() {
      if (room_ != nullptr) room_->used_ -= bytes_;
    }

   private:
    friend class BodyRoom;
    Hold(BodyRoom& room, std::uint64_t bytes) : room_(&room), bytes_(bytes) {}
    BodyRoom* room_ = nullptr;
    std::uint64_t bytes_ = 0;
  };

  explicit BodyRoom(std::uint64_t bytes) : bytes_(bytes) {}

  // Nothing when there is no room for as many.
  std::optional<Hold> take(std::uint64_t bytes) {
    std::uint64_t used = used_;
    do {
      if (bytes > bytes_ - used) return std::nullopt;
    } while (!used_.compare_exchange_weak(used, used + bytes));
    return Hold(*this, bytes);
  }

 private:
  const std::uint64_t bytes_;
  std::atomic<std::uint64_t> used_ = 0;
};

}  // namespace meguri
