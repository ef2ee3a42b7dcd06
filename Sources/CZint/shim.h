#pragma once
#include <zint.h>

// Whether a module of the symbol's only row is dark. The array is too large for Swift to take over as a value.
static inline int CZint_is_dark(const struct zint_symbol *symbol, int module) {
  return (symbol->encoded_data[0][module >> 3] >> (module & 7)) & 1;
}

// What the library has to say, ended by a zero byte.
static inline const char *CZint_message(const struct zint_symbol *symbol) { return symbol->errtxt; }
