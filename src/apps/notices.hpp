// How notices leave the service, as the configuration says.
#pragma once
#include "base/config/config.hpp"
#include "services/outbox/courier.hpp"

namespace bailey::apps {

outbox::Settings notice_settings(const config::Config& config);
// To the relay, into the folder, or, where there is neither, empty. Errors: bad_config (the relay's name, or its
// password cannot be read); logged.
Result<outbox::Transport> notice_transport(const config::Config& config, const Clock& clock);

}  // namespace bailey::apps
