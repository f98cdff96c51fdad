// XML as spreadsheets write it: any prefix, no DTD. Inner header.
#pragma once

#include <pugixml.hpp>
#include <string_view>

namespace netra::sheet {

// The name without its prefix: "x:row" -> "row".
inline std::string_view local_name(const char* name) {
  std::string_view text(name);
  const auto colon = text.rfind(':');
  return colon == text.npos ? text : text.substr(colon + 1);
}

inline bool is(const pugi::xml_node& node, std::string_view name) { return local_name(node.name()) == name; }

inline pugi::xml_node child(const pugi::xml_node& parent, std::string_view name) {
  for (const auto& node : parent.children())
    if (is(node, name)) return node;
  return {};
}

// The attribute that carries a prefix, as r:id does.
inline pugi::xml_attribute prefixed_attribute(const pugi::xml_node& node, std::string_view name) {
  for (const auto& attribute : node.attributes())
    if (std::string_view(attribute.name()).find(':') != std::string_view::npos && local_name(attribute.name()) == name)
      return attribute;
  return {};
}

// False for what is no XML or brings a document type of its own.
inline bool load_xml(pugi::xml_document& document, std::string& bytes) {
  if (bytes.find("<!DOCTYPE") != std::string::npos || bytes.find("<!ENTITY") != std::string::npos) return false;
  constexpr unsigned kWhat = pugi::parse_cdata | pugi::parse_escapes | pugi::parse_eol | pugi::parse_ws_pcdata_single;
  return document.load_buffer_inplace(bytes.data(), bytes.size(), kWhat).status == pugi::status_ok;
}

}  // namespace netra::sheet
