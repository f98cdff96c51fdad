// Finds the route of a path. Literal segments win over {parameters}.
//
// Threads: immutable after it is built.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/http/route.hpp"

namespace netra::http {

using PathParams = std::map<std::string, std::string, std::less<>>;

struct Match {
  const Route* route = nullptr;  // null: no such path, or not with this method
  std::vector<Method> allowed;   // methods the path has; empty: no such path
  PathParams params;
};

class Matcher {
 public:
  // Throws std::invalid_argument when two patterns differ only in the names of their parameters.
  explicit Matcher(const Routes& routes);
  ~Matcher();

  // `segments`: the path split at '/', each decoded.
  Match find(Method method, const std::vector<std::string>& segments) const;

 private:
  struct Node;
  std::unique_ptr<Node> root_;
};

// "/a/b%20c" -> {"a", "b c"}; nothing for "", "//", ".", "..", broken escapes or text that is not UTF-8. "/" -> {}.
std::optional<std::vector<std::string>> split_path(std::string_view path);
// "/cases/{id}" with {id: "a b"} -> "/cases/a%20b"; holes without a value stay.
std::string path_of(std::string_view pattern, const PathParams& params);
std::string_view method_name(Method method);  // "GET", ...

}  // namespace netra::http
