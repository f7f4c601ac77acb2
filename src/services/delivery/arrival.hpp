// One message on its way in (state S0).
#pragma once
#include "protocol/mime/header.hpp"
#include "services/delivery/mail_intake.hpp"
#include "store/blobs/sealer.hpp"

namespace bailey::delivery {

class Arrival final : public Incoming {
public:
    Arrival(MailIntake& intake, const signin::SignedIn& who, Envelope envelope, ReceivedFrom from);
    ~Arrival() override;
    Result<void> write(std::string_view bytes) override;
    bool blocks() const override { return sealer_.octets() + room_for_one_read > in_memory; }
    void finish(Done done) override;
    std::string about() const override { return about_; }
    std::int64_t id() const override { return id_; }

private:
    static constexpr std::uint64_t in_memory = 1024 * 1024;  // of one message; what is more goes to the queue at once
    static constexpr std::uint64_t room_for_one_read = 64 * 1024;

    Result<void> take(std::string_view bytes);
    Result<void> end_header();
    Result<void> check_author() const;
    Result<void> check_marking();
    std::string trace() const;
    Result<void> store(std::string_view bytes);
    Result<void> spill();
    void account_for(std::uint64_t held);

    MailIntake& intake_;
    signin::SignedIn who_;
    Envelope envelope_;
    ReceivedFrom from_;
    std::int64_t id_;
    Time now_;
    mime::HeaderFilter filter_;
    bool in_header_ = true;
    std::string message_id_, about_;
    store::Sealer sealer_;
    std::uint32_t spilled_ = 0;  // chunks 1 to spilled_ are in the queue
    std::uint64_t held_ = 0;     // octets of ours in intake_.arriving_
    Result<void> state_{};
};

}  // namespace bailey::delivery
