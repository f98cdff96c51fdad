// Papers of one clarification: the invitation and the minutes.
#include <algorithm>

#include "domain/case/record.hpp"

namespace netra::cases {

namespace {

struct ClarificationPrint {
  std::string id;
  std::string title;
  std::optional<std::string> number;
  std::string office_name;
  ClarificationView clarification;
  std::optional<MinutesView> minutes;  // the last version
};
BOOST_DESCRIBE_STRUCT(ClarificationPrint, (), (id, title, number, office_name, clarification, minutes))

Result<http::Reply<ClarificationPrint>> print(http::Reading& call, const Services& s, bool minutes) {
  auto view = view_case(call, call.db, s, call.param("id"));
  if (!view) return fail(std::move(view.error()));
  const auto found = std::find_if(view->clarifications.begin(), view->clarifications.end(),
                                  [&](const auto& one) { return one.id == call.param("clarification"); });
  if (found == view->clarifications.end() || (minutes && found->minutes.empty()))
    return fail(FailedWith::kNotFound, "clarification.unknown");
  ClarificationPrint out{view->id, view->title, view->number, view->office_name, *found, std::nullopt};
  if (minutes) out.minutes = out.clarification.minutes.front();
  return http::Reply<ClarificationPrint>(std::move(out));
}

}  // namespace

void add_print_routes(http::Routes& routes, const Services& s) {
  const auto access = access::with(Right::read_cases);
  routes
      .get<ClarificationPrint>("/cases/{id}/clarifications/{clarification}/invitation", access,
                               {"case/print_invitation"}, [&s](http::Reading& call) { return print(call, s, false); })
      .summary("The invitation to a clarification, to print.");
  routes
      .get<ClarificationPrint>("/cases/{id}/clarifications/{clarification}/minutes", access, {"case/print_minutes"},
                               [&s](http::Reading& call) { return print(call, s, true); })
      .summary("The minutes of a clarification, to print.");
}

}  // namespace netra::cases
