#include "engine/page/page.hpp"

#include <ctemplate/template_cache.h>
#include <ctemplate/template_dictionary.h>
#include <fmt/format.h>

#include <map>
#include <stdexcept>

#include "engine/base/time.hpp"
#include "engine/page/joining.hpp"
#include "engine/page/tree.hpp"
#include "engine/page/values.hpp"

namespace netra::page {

namespace {

struct Template {
  std::string key;  // in CTemplate's cache
  std::vector<Node> nodes;
  std::map<std::string, std::string> labels;
};

// "domain/report/pages/show.html" is "report/show"; nothing when the file is no page.
std::string page_name(std::string_view file) {
  constexpr std::string_view kFolder = "/pages/", kEnd = ".html";
  auto folder = file.rfind(kFolder);
  if (folder == std::string_view::npos || !file.ends_with(kEnd)) return {};
  auto owner = file.substr(0, folder);
  owner.remove_prefix(owner.rfind('/') + 1);  // npos + 1 is 0
  auto name = file.substr(folder + kFolder.size());
  return fmt::format("{}/{}", owner, name.substr(0, name.size() - kEnd.size()));
}

void fill(ctemplate::TemplateDictionary& dictionary, const std::vector<Node>& nodes, const Scope& scope,
          const World& world);

void fill_section(ctemplate::TemplateDictionary& dictionary, const Node& node, const Scope& scope, const World& world) {
  auto value = look_up(node.choices, scope, world);
  auto inside = [&](const Scope& inner) {
    fill(*dictionary.AddSectionDictionary(node.slot), node.children, inner, world);
  };
  if (!node.equal_literal.empty()) {
    if (value.there && same_text(json::value(node.equal_literal), value.get())) inside(scope);
    return;
  }
  if (!node.equal_to.empty()) {
    auto other = look_up(node.equal_to, scope, world);
    if (value.there && other.there && same_text(value.get(), other.get())) inside(scope);
    return;
  }
  if (!value.there || !is_yes(value.get())) return;
  const auto& found = value.get();
  std::string_view field =
      node.choices.front().names.empty() ? "" : std::string_view(node.choices.front().names.back());
  if (const auto* array = found.if_array()) {
    std::size_t index = 0;
    for (const auto& item : *array) inside({item, &scope, field, true, index++, array->size()});
  } else if (found.is_object()) {
    inside({found, &scope, field});
  } else {
    inside(scope);
  }
}

void fill(ctemplate::TemplateDictionary& dictionary, const std::vector<Node>& nodes, const Scope& scope,
          const World& world) {
  for (const auto& node : nodes) {
    if (node.kind == Node::kSection) {
      fill_section(dictionary, node, scope, world);
    } else if (node.kind == Node::kVariable) {
      auto value = look_up(node.choices, scope, world);
      if (!value.there) continue;
      dictionary.SetValue(
          node.slot, node.label_field.empty() ? to_text(value.get()) : label_of(node.label_field, value.get(), world));
    }
  }
}

// {"reporter": {"name": "x"}} becomes entered_reporter_name.
void flatten(const json::value& entries, const std::string& name, json::object& out) {
  if (const auto* object = entries.if_object()) {
    for (const auto& item : *object) flatten(item.value(), name + "_" + field_key(item.key()), out);
    return;
  }
  out[name] = entries;
  const auto* array = entries.if_array();
  for (std::size_t i = 0; array && i < array->size(); ++i)
    if ((*array)[i].is_object()) flatten((*array)[i], name + "_" + std::to_string(i), out);
}

std::string text_member(const json::object& object, std::string_view name) {
  auto found = object.find(name);
  return found == object.end() ? std::string() : to_text(found->value());
}

void add_problem(const json::object& problem, const Template& page, const Messages& messages, std::string_view language,
                 json::object& out) {
  out["refused"] = json::object{{"code", text_member(problem, "code")}, {"text", text_member(problem, "title")}};
  const auto* errors = problem.if_contains("errors");
  if (!errors || !errors->is_array()) return;
  json::array summary;
  for (const auto& error : errors->get_array()) {
    if (!error.is_object()) continue;
    auto key = field_key(text_member(error.get_object(), "pointer"));
    auto text = text_member(error.get_object(), "title");
    auto& at_field = out["error_" + key];
    if (!at_field.is_array()) at_field.emplace_array();
    at_field.get_array().push_back(json::object{{"text", text}});
    json::object row{{"id", field_id(key)}, {"text", text}};
    if (auto label = page.labels.find(key); label != page.labels.end())
      row["label"] = messages.text(language, label->second);
    summary.push_back(std::move(row));
  }
  out["errors"] = std::move(summary);
}

Zone zone_of(const json::object& globals) {
  const auto* me = globals.if_contains("me");
  if (!me || !me->is_object()) return Zone::wib;
  return parse_zone(text_member(me->get_object(), "zone")).value_or(Zone::wib);
}

}  // namespace

struct Pages::Parts {
  const Messages& messages;
  const Clock& clock;
  Options options;
  ctemplate::TemplateCache cache;
  std::map<std::string, std::map<std::string, Template, std::less<>>, std::less<>> by_language;

  void load(Sources& sources, std::string_view language, const std::string& file, std::vector<std::string>& faults) {
    auto name = page_name(file);
    if (name.empty()) return;
    auto joined = join(sources, messages, options, language, file, faults);
    Template page{fmt::format("{}/{}", language, name), parse(joined.pieces, faults), std::move(joined.labels)};
    if (!cache.StringToTemplateCache(page.key, ctemplate_source(page.nodes), ctemplate::DO_NOT_STRIP))
      faults.push_back(fmt::format("{}: a variable stands where it cannot be escaped, or the HTML is broken", file));
    if (!by_language[std::string(language)].emplace(name, std::move(page)).second)
      faults.push_back(fmt::format("{}: there are two pages {}", file, name));
  }

  const Template& page(std::string_view language, std::string_view name) const {
    auto pages = by_language.find(language);
    if (pages == by_language.end()) pages = by_language.find(kLanguages[0]);
    if (pages == by_language.end() || !pages->second.contains(name))
      throw std::logic_error(fmt::format("no page {}", name));
    return pages->second.find(name)->second;
  }

  json::object globals_for(const Template& page, std::string_view language, const json::object& given) const {
    json::object out = given;
    auto path = text_member(given, "path"), query = text_member(given, "query");
    out["here"] = query.empty() ? path : path + "?" + query;
    out["lang"] = language;
    out["now"] = format_utc(clock.now());
    out["demo"] = options.demo;
    if (const auto* entered = given.if_contains("entered"); entered && entered->is_object())
      flatten(*entered, "entered", out);
    if (const auto* problem = given.if_contains("problem"); problem && problem->is_object())
      add_problem(problem->get_object(), page, messages, language, out);
    return out;
  }
};

Pages::Pages(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Pages::~Pages() = default;

Pages::Loaded Pages::load(const Assets& assets, const Messages& messages, const Clock& clock, Options options) {
  auto parts = std::unique_ptr<Parts>(new Parts{messages, clock, std::move(options), {}, {}});
  Loaded out;
  Sources sources(assets);
  for (const auto& file : assets.list("", ".html"))
    for (auto& fault : forbidden_html(file, *assets.find(file))) out.faults.push_back(std::move(fault));
  for (const auto& file : assets.list("", ".html"))
    for (std::string_view language : kLanguages) parts->load(sources, language, file, out.faults);
  parts->cache.Freeze();
  if (out.faults.empty()) out.pages.reset(new Pages(std::move(parts)));
  return out;
}

std::vector<std::string> Pages::names() const {
  std::vector<std::string> out;
  if (auto pages = parts_->by_language.find(kLanguages[0]); pages != parts_->by_language.end())
    for (const auto& [name, page] : pages->second) out.push_back(name);
  return out;
}

bool Pages::has_page(std::string_view page) const {
  auto pages = parts_->by_language.find(kLanguages[0]);
  return pages != parts_->by_language.end() && pages->second.contains(page);
}

std::string Pages::render(std::string_view name, std::string_view language, const json::value& view,
                          const json::object& given) const {
  const auto& page = parts_->page(language, name);
  auto globals = parts_->globals_for(page, language, given);
  World world{globals,       parts_->messages, language, Formats(parts_->messages, language), parts_->clock.now(),
              zone_of(given)};
  ctemplate::TemplateDictionary dictionary(page.key);
  fill(dictionary, page.nodes, Scope{view}, world);
  std::string html;
  if (!parts_->cache.ExpandNoLoad(page.key, ctemplate::DO_NOT_STRIP, &dictionary, nullptr, &html))
    throw std::logic_error(fmt::format("page {} cannot be expanded", name));
  return html;
}

std::string Pages::render_problem(std::string_view language, const json::object& problem,
                                  const json::object& globals) const {
  try {
    auto code = text_member(problem, "code");
    json::object view = problem;
    // What happened, what is kept, what to do: texts of the code where there are any, else of the status.
    for (std::string_view part : {"kept", "next"}) {
      auto key = fmt::format("problem.{}.{}", text_member(problem, "status"), part);
      if (parts_->messages.find(language, fmt::format("problem.{}.{}", code, part)))
        key = fmt::format("problem.{}.{}", code, part);
      if (!parts_->messages.find(language, key)) key = fmt::format("problem.other.{}", part);
      view[part] = parts_->messages.text(language, key);
    }
    return render("web/problem", language, view, globals);
  } catch (const std::exception&) {
    return fmt::format("<!doctype html><title>Netra</title><p>{}</p>", escape_html(text_member(problem, "title")));
  }
}

std::string Pages::message(std::string_view language, std::string_view key, std::string_view detail) const {
  return parts_->messages.text(language, key, {{"detail", detail}});
}

}  // namespace netra::page
