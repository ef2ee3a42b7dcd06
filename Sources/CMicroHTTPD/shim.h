#pragma once
#include <microhttpd.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>

// MHD_start_daemon is variadic. The daemon has no thread: whoever started it calls MHD_run_wait.
static inline struct MHD_Daemon *CMicroHTTPD_start(
    const struct sockaddr *address, unsigned int connections, unsigned int idle_seconds, size_t connection_bytes,
    MHD_AccessHandlerCallback answer, MHD_NotifyConnectionCallback changed, void *context) {
  unsigned int flags = MHD_USE_EPOLL | (address->sa_family == AF_INET6 ? MHD_USE_IPv6 : 0);
  return MHD_start_daemon(
      flags, 0, NULL, NULL, answer, context,
      MHD_OPTION_SOCK_ADDR, address,
      MHD_OPTION_CONNECTION_LIMIT, connections,
      MHD_OPTION_CONNECTION_TIMEOUT, idle_seconds,
      MHD_OPTION_CONNECTION_MEMORY_LIMIT, connection_bytes,
      MHD_OPTION_NOTIFY_CONNECTION, changed, context,
      MHD_OPTION_END);
}

// The port the daemon listens on; 0 where it does not know.
static inline int CMicroHTTPD_port(struct MHD_Daemon *daemon) {
  const union MHD_DaemonInfo *info = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT);
  return info == NULL ? 0 : info->port;
}

// The socket of a connection; -1 where there is none.
static inline int CMicroHTTPD_socket(struct MHD_Connection *connection) {
  const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
  return info == NULL ? -1 : info->connect_fd;
}
