#pragma once
#include <amqp.h>
#include <amqp_framing.h>
#include <amqp_ssl_socket.h>
#include <amqp_tcp_socket.h>

// amqp_login_with_properties is variadic; PLAIN is the one mechanism that the broker offers by default.
static inline amqp_rpc_reply_t CRabbitMQ_login_plain(
    amqp_connection_state_t state, const char *virtual_host, int channel_max, int frame_max, int heartbeat_seconds,
    const amqp_table_t *properties, const char *user, const char *password) {
  return amqp_login_with_properties(
      state, virtual_host, channel_max, frame_max, heartbeat_seconds, properties, AMQP_SASL_METHOD_PLAIN, user,
      password);
}
