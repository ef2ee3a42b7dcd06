#pragma once
#include <libxml/xmlversion.h>
// ICU's headers of the system contradict those that Foundation brings. They are wanted for one structure only, that of
// encodings, which is not used.
#undef LIBXML_ICU_ENABLED
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlerror.h>

// Options of the one kind of parser that is made: entities replaced (else &amp; stays a reference), nothing loaded from
// anywhere, the encoding known beforehand whatever the declaration says.
static inline int CXML2_options(void) {
  return XML_PARSE_NOENT | XML_PARSE_NONET | XML_PARSE_IGNORE_ENC;
}

// xmlParserCtxt has a field for each of these; the doors keep its layout out of Swift.
static inline int CXML2_is_well_formed(xmlParserCtxtPtr context) { return context->wellFormed; }
static inline int CXML2_line(xmlParserCtxtPtr context) { return context->input == NULL ? 0 : context->input->line; }
static inline size_t CXML2_names_size(xmlParserCtxtPtr context) { return xmlDictGetUsage(context->dict); }
