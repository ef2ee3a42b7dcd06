#pragma once
#include <curl/curl.h>

// curl_easy_setopt is variadic: one typed door for each kind of argument.
typedef size_t (*CCurl_read_function)(char *bytes, size_t size, size_t count, void *context);
typedef size_t (*CCurl_write_function)(char *bytes, size_t size, size_t count, void *context);
typedef int (*CCurl_debug_function)(CURL *handle, curl_infotype kind, char *bytes, size_t count, void *context);
typedef int (*CCurl_progress_function)(
    void *context, curl_off_t expected, curl_off_t received, curl_off_t to_send, curl_off_t sent);

static inline CURLcode CCurl_set_long(CURL *handle, CURLoption option, long value) {
  return curl_easy_setopt(handle, option, value);
}

// The library copies the text.
static inline CURLcode CCurl_set_text(CURL *handle, CURLoption option, const char *value) {
  return curl_easy_setopt(handle, option, value);
}

// The list must live as long as the transfer.
static inline CURLcode CCurl_set_recipients(CURL *handle, struct curl_slist *list) {
  return curl_easy_setopt(handle, CURLOPT_MAIL_RCPT, list);
}

// The buffer has CURL_ERROR_SIZE bytes and must live as long as the handle.
static inline CURLcode CCurl_set_error_buffer(CURL *handle, char *buffer) {
  return curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, buffer);
}

static inline void CCurl_set_reading(CURL *handle, CCurl_read_function read, void *context) {
  curl_easy_setopt(handle, CURLOPT_READFUNCTION, read);
  curl_easy_setopt(handle, CURLOPT_READDATA, context);
}

// All callbacks get the same context.
static inline void CCurl_set_callbacks(
    CURL *handle, CCurl_read_function read, CCurl_write_function write, CCurl_debug_function debug,
    CCurl_progress_function progress, void *context) {
  CCurl_set_reading(handle, read, context);
  curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, write);
  curl_easy_setopt(handle, CURLOPT_DEBUGFUNCTION, debug);
  curl_easy_setopt(handle, CURLOPT_DEBUGDATA, context);
  curl_easy_setopt(handle, CURLOPT_VERBOSE, 1L);
  curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, progress);
  curl_easy_setopt(handle, CURLOPT_XFERINFODATA, context);
  curl_easy_setopt(handle, CURLOPT_NOPROGRESS, 0L);
}

// Takes the result of a transfer that has ended; -1 while none has.
static inline int CCurl_result(CURLM *multi) {
  int left;
  CURLMsg *message;
  while ((message = curl_multi_info_read(multi, &left)) != NULL)
    if (message->msg == CURLMSG_DONE) return (int)message->data.result;
  return -1;
}
