// Filters people keep: an address of one of our lists under a name of their own.
#include "domain/desk/parts.hpp"
#include "domain/desk/rows.hpp"
#include "domain/desk/sql.hpp"

namespace netra::desk {

struct NewFilter {
  std::string name, path;
};
BOOST_DESCRIBE_STRUCT(NewFilter, (), (name, path))

struct FilterView {
  std::string id;
};
BOOST_DESCRIBE_STRUCT(FilterView, (), (id))

struct FilterList {
  std::vector<SavedFilter> filters;
};
BOOST_DESCRIBE_STRUCT(FilterList, (), (filters))

struct Removal {
  std::optional<std::string> back;  // list to return to
};
BOOST_DESCRIBE_STRUCT(Removal, (), (back))

namespace {

Result<http::Reply<FilterView>> keep(http::Writing& call, const NewFilter& in) {
  std::vector<FieldError> wrong;
  if (in.name.empty() || in.name.size() > 80)
    wrong.push_back({"/name", in.name.empty() ? "field.required" : "field.too_long", "80"});
  bool is_list = list_path(in.path) == in.path && in.path.find('?') != std::string::npos;
  if (!is_list) wrong.push_back({"/path", "field.value", {}});
  if (!wrong.empty()) return fail_fields("request.fields", std::move(wrong));
  auto id = make_id(call.now, call.entropy);
  call.tx.unlogged(storage::Unlogged::kSession)
      .execute(sql::desk::put_saved_filter, {id, call.principal.id, in.name, in.path, call.now});
  return http::see(FilterView{id}, in.path);
}

Result<http::Reply<http::Nothing>> forget(http::Writing& call, const Removal& in) {
  call.tx.unlogged(storage::Unlogged::kSession)
      .execute(sql::desk::remove_saved_filter, {call.param("id"), call.principal.id});
  return http::see(http::Nothing{}, list_path(in.back));
}

}  // namespace

void add_filter_routes(http::Routes& routes, const Services&) {
  routes
      .get<FilterList>("/saved-filters", access::member(), {"desk/filters"},
                       [](http::Reading& call) -> Result<http::Reply<FilterList>> {
                         return FilterList{saved_filters(call.db, actor_of(call))};
                       })
      .summary("The filters one has kept");
  routes.post<NewFilter, FilterView>("/saved-filters", access::member(), {}, keep)
      .again("/worklist")
      .summary("Keep a list's filters under a name");
  routes.post<Removal, http::Nothing>("/saved-filters/{id}/removal", access::member(), {}, forget)
      .summary("Forget a saved filter");
}

}  // namespace netra::desk
