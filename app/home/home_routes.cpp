#include "app/home/home_routes.hpp"

#include "domain/identity/actor.hpp"
#include "engine/http/text.hpp"

namespace netra::app {

namespace {

struct HomeView {
  bool is_demo = false;
};
BOOST_DESCRIBE_STRUCT(HomeView, (), (is_demo))

// Light or dark by choice; `device` follows the device.
enum class Theme { device, light, dark };
BOOST_DESCRIBE_ENUM(Theme, device, light, dark)

struct AppearanceIn {
  Theme theme = Theme::device;
  std::optional<std::string> next;  // the page it was chosen on
};
BOOST_DESCRIBE_STRUCT(AppearanceIn, (), (theme, next))

struct AppearanceView {
  Theme theme = Theme::device;
  std::string next;
};
BOOST_DESCRIBE_STRUCT(AppearanceView, (), (theme, next))

constexpr auto kThemeAge = std::chrono::hours(24 * 365);

// The cookie holds the word and nothing of a person; the engine reads it (engine/http/renderer.hpp, `theme`).
Result<http::Reply<AppearanceView>> choose_theme(const AppearanceIn& in) {
  auto next = in.next && http::is_own_address(*in.next) ? *in.next : "/";
  std::string value = in.theme == Theme::device ? "" : std::string(enum_name(in.theme));
  return http::see(AppearanceView{in.theme, next}, next).cookie({"theme", std::move(value), kThemeAge});
}

}  // namespace

void add_home_routes(http::Routes& routes, bool demo) {
  routes
      .get<HomeView>("/", access::anyone(), {"home/show"},
                     [demo](http::Reading&) -> Result<http::Reply<HomeView>> { return HomeView{demo}; })
      .summary("The first page");
  routes
      .post<AppearanceIn, AppearanceView>("/appearance", access::anyone(), {},
                                          [](http::Writing&, const AppearanceIn& in) { return choose_theme(in); })
      .not_repeatable()
      .without_token()  // pages that are the same for everybody carry none, and a colour is nothing to forge
      .summary("Light or dark pages in this browser, or as the device has it; kept in a cookie.");
}

}  // namespace netra::app
