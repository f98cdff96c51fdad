#include "engine/storage/statements.hpp"

#include <algorithm>
#include <cctype>

namespace netra::storage {

namespace {

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '$'; }

// The index just after the token that starts at `i`: a quoted text, a comment, a word or one character.
std::size_t end_of_token(std::string_view s, std::size_t i) {
  auto until = [&](std::string_view mark) {
    auto found = s.find(mark, i + 1);
    return found == std::string_view::npos ? s.size() : found + mark.size();
  };
  // A doubled quote needs no care: it ends one quoted token and begins the next.
  if (s[i] == '\'') return until("'");
  if (s[i] == '"') return until("\"");
  if (s.substr(i, 2) == "--") return std::min(s.find('\n', i), s.size());
  if (s.substr(i, 2) == "/*") return until("*/");
  if (!is_word(s[i])) return i + 1;
  while (i < s.size() && is_word(s[i])) ++i;
  return i;
}

bool is_bytes_type(std::string_view token) {
  return token.size() == 5 && std::equal(token.begin(), token.end(), "BYTES", [](char a, char b) {
           return std::toupper(static_cast<unsigned char>(a)) == b;
         });
}

void add_trimmed(std::vector<std::string>& out, std::string& statement) {
  auto begin = statement.find_first_not_of(" \t\r\n");
  if (begin != std::string::npos) {
    auto end = statement.find_last_not_of(" \t\r\n");
    out.push_back(statement.substr(begin, end - begin + 1));
  }
  statement.clear();
}

}  // namespace

std::vector<std::string> split_statements(std::string_view script, Engine engine) {
  std::vector<std::string> out;
  std::string statement;
  bool ours = true;
  for (std::size_t i = 0; i < script.size();) {
    auto end = end_of_token(script, i);
    auto token = script.substr(i, end - i);
    if (token == ";") {
      if (!ours) statement.clear();
      add_trimmed(out, statement);
      ours = true;
    } else if (token.starts_with("-- engine: ")) {
      ours = token == (engine == Engine::kPostgres ? "-- engine: postgres" : "-- engine: sqlite");
    } else if (token.starts_with("--") || token.starts_with("/*")) {
      statement += ' ';
    } else if (is_bytes_type(token)) {
      statement += engine == Engine::kPostgres ? "BYTEA" : "BLOB";
    } else {
      statement += token;
    }
    i = end;
  }
  if (ours) add_trimmed(out, statement);
  return out;
}

}  // namespace netra::storage
