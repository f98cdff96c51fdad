// What stands around the text: letterhead, form code, title, head, addressees; signatures, copies, QR.
#include <algorithm>

#include "engine/crypto/qr.hpp"
#include "engine/pdf/flow.hpp"

namespace netra::pdf {

namespace {

constexpr double kPartGap = 14;
constexpr double kHeadShare = 0.62;  // of the width, for number and subject; the date stands right of them
constexpr const char* kDots = "........................................";
constexpr double kColumn = 0.46;  // of the width, for one signature
constexpr double kQrSide = 17 * kMillimetre;
constexpr int kQuiet = 4;  // modules of white around a code

Style with(const Flow& flow, double larger, bool bold, Align align) {
  return {.size = flow.press.layout().size + larger, .align = align, .bold = bold};
}

void add_line(Flow& flow, std::string_view text, const Style& style, double before, const char* role = "P") {
  if (!text.empty())
    add_text(flow, text, {.style = style, .width = flow.width, .before = before, .role = role, .keep = true});
}

void add_room(Flow& flow, double height) {
  Strip room{.height = height};
  room.draw = [](cairo_t*, double, double) {};
  flow.strips.push_back(std::move(room));
}

void add_form(Flow& flow, const Paper& paper) {
  if (paper.form.empty()) return;
  add_line(flow, paper.form, with(flow, -1, true, Align::right), 0);
  auto note = with(flow, -3, false, Align::right);
  note.italic = true;
  note.grey = 0.35;
  add_line(flow, paper.form_note, note, 0);
}

// A thick and a thin line under the sender, as official letters have it.
void add_double_rule(Flow& flow) {
  Strip strip{.before = 4, .height = 4};
  strip.keep = true;
  strip.element = 0;
  strip.draw = [width = flow.width](cairo_t* cr, double x, double y) {
    cairo_set_source_rgb(cr, 0, 0, 0);
    for (auto [down, thick] : {std::pair{0.9, 1.8}, std::pair{3.6, 0.6}}) {
      cairo_set_line_width(cr, thick);
      cairo_move_to(cr, x, y + down);
      cairo_line_to(cr, x + width, y + down);
      cairo_stroke(cr);
    }
  };
  flow.strips.push_back(std::move(strip));
}

void add_letterhead(Flow& flow, const Letterhead& head) {
  if (head.institution.empty() && head.office.empty()) return;
  add_line(flow, head.institution, with(flow, 3, true, Align::centre), flow.strips.empty() ? 0 : 4);
  add_line(flow, head.office, with(flow, 3, true, Align::centre), 0);
  add_line(flow, head.address, with(flow, -2, false, Align::centre), 2);
  add_line(flow, head.contact, with(flow, -2, false, Align::centre), 0);
  add_double_rule(flow);
}

std::string number_line(const Flow& flow, const Paper& paper) {
  const auto& word = flow.press.layout().words.number;
  auto number = paper.number.empty() ? std::string(kDots) : paper.number;
  return word.empty() ? number : word + ": " + number;
}

void add_title(Flow& flow, const Paper& paper) {
  auto number_first = flow.press.layout().number_above_title;
  auto number = with(flow, 0, false, Align::centre);
  auto title = with(flow, 2, true, Align::centre);
  if (number_first) add_line(flow, number_line(flow, paper), number, kPartGap);
  add_line(flow, paper.title, title, number_first ? 3 : kPartGap, "H1");
  if (!number_first) add_line(flow, number_line(flow, paper), number, 1);
}

// Number, Sifat, Lampiran, Perihal on the left; place and date on the right of the first of them.
void add_head(Flow& flow, const Paper& paper) {
  auto fields = paper.head;
  if (paper.title.empty() && !flow.press.layout().words.number.empty())
    fields.insert(fields.begin(), {flow.press.layout().words.number, paper.number.empty() ? kDots : paper.number});
  auto first = flow.strips.size();
  add_fields(flow, fields, flow.width * kHeadShare, kPartGap);
  if (!paper.title.empty() || paper.place_and_date.empty()) return;
  auto date = flow.press.text(paper.place_and_date, flow.width * (1 - kHeadShare), with(flow, 0, false, Align::right));
  if (first == flow.strips.size())
    return add_line(flow, paper.place_and_date, with(flow, 0, false, Align::right), kPartGap);
  auto& strip = flow.strips[first];
  strip.draw = [date, left = flow.width * kHeadShare, draw = strip.draw](cairo_t* cr, double x, double y) {
    draw(cr, x, y);
    date.draw(cr, x + left, y);
  };
}

void add_addressees(Flow& flow, const std::vector<std::string>& to) {
  double before = kPartGap;
  for (const auto& line : to) {
    add_text(flow, line.empty() ? " " : line,
             {.style = flow.press.body(), .width = flow.width * kHeadShare, .before = before});
    before = 0;
  }
  if (!to.empty()) add_room(flow, 4);
}

// The path of engine/crypto/qr: runs "Mx yh<n>v1h-<n>z". Its white border lies outside: dark squares begin at x.
void draw_qr(cairo_t* cr, const crypto::QrCode& code, double x, double y) {
  double module = kQrSide / (code.size - 2 * kQuiet);
  cairo_set_source_rgb(cr, 0, 0, 0);
  for (std::size_t at = 0; (at = code.path.find('M', at)) != std::string::npos; ++at) {
    int column = 0, row = 0, length = 0;
    if (std::sscanf(code.path.c_str() + at, "M%d %dh%d", &column, &row, &length) != 3) continue;
    cairo_rectangle(cr, x + (column - kQuiet) * module, y + (row - kQuiet) * module, length * module, module);
  }
  cairo_fill(cr);
}

// As a link's attribute: an address with a quote in it is left without one.
std::string link_to(const std::string& url) {
  if (url.find_first_of("'\\") != std::string::npos) return {};
  return "uri='" + url + "'";
}

using Drawing = std::function<void(cairo_t*, double x, double y)>;

// The code and, beside it, where it leads; kQrSide high. Nothing when the paper has none. Errors: qr.too_long
Result<Drawing> check_of(const Flow& flow, const Paper& paper, double width) {
  if (paper.check_url.empty()) return Drawing{};
  auto code = crypto::qr_code(paper.check_url);
  if (!code) return fail(std::move(code.error()));
  auto style = with(flow, -3, false, Align::left);
  style.grey = 0.25;
  double beside = kQrSide + 8;
  auto words = flow.press.text(flow.press.layout().words.check, width - beside, style);
  auto address = flow.press.text(paper.check_url, width - beside, style);
  return Drawing([=, qr = *code, link = link_to(paper.check_url)](cairo_t* cr, double x, double y) {
    draw_qr(cr, qr, x, y);
    auto down = y + (kQrSide - words.height() - address.height()) / 2;
    words.draw(cr, x + beside, down);
    if (!link.empty()) cairo_tag_begin(cr, CAIRO_TAG_LINK, link.c_str());
    address.draw(cr, x + beside, down + words.height());
    if (!link.empty()) cairo_tag_end(cr, CAIRO_TAG_LINK);
  });
}

// One place to sign: what one signs as, room, the name or a line to write it on.
struct Place {
  Text capacity, name, identity;
  bool unnamed = false;
};

Place place_of(const Flow& flow, const Signer& signer, double width) {
  auto name = with(flow, 0, !signer.name.empty(), Align::centre);
  name.underline = !signer.name.empty();
  return {flow.press.text(signer.capacity, width, with(flow, 0, false, Align::centre)),
          flow.press.text(signer.name.empty() ? kDots : signer.name, width, name),
          flow.press.text(signer.identity, width, with(flow, -1, false, Align::centre)), signer.name.empty()};
}

// Two in a row; the last of an odd number stands right, where one signature alone stands, and the QR left of it.
void add_row(Flow& flow, const Signer* left, const Signer& right, const Drawing& check) {
  double width = flow.width * kColumn;
  std::vector<std::pair<double, Place>> places;
  if (left) places.emplace_back(0, place_of(flow, *left, width));
  places.emplace_back(flow.width - width, place_of(flow, right, width));
  double above = 0, below = 0;
  for (const auto& [x, place] : places) {
    above = std::max(above, place.capacity.height());
    below = std::max(below, place.name.height() + place.identity.height());
  }
  double name_at = above + flow.press.layout().signature_space * kMillimetre;
  Strip strip{.before = 6, .height = std::max(name_at + below, check ? kQrSide : 0)};
  strip.element = flow.next_element();
  strip.draw = [places, check, name_at, qr_at = strip.height - kQrSide](cairo_t* cr, double x, double y) {
    for (const auto& [beside, place] : places) {
      place.capacity.draw(cr, x + beside, y);
      place.name.draw(cr, x + beside, y + name_at);
      place.identity.draw(cr, x + beside, y + name_at + place.name.height());
    }
    if (check) check(cr, x, y + qr_at);
  };
  flow.strips.push_back(std::move(strip));
}

// The sentence before the signatures; for papers with a title also where and when, else room.
void add_closing(Flow& flow, const Paper& paper) {
  const auto& closing = flow.press.layout().closing;
  if (!closing.empty()) {
    auto style = flow.press.body();
    style.align = flow.press.layout().justified ? Align::justified : Align::left;
    add_text(flow, closing, {.style = style, .width = flow.width, .before = 6});
  }
  if (!paper.title.empty() && !paper.place_and_date.empty()) {
    double width = flow.width * kColumn;
    Setting setting{.style = with(flow, 0, false, Align::centre), .x = flow.width - width, .width = width};
    setting.before = kPartGap;
    add_text(flow, paper.place_and_date, setting);
  } else if (!paper.signers.empty()) {
    add_room(flow, 8);
  }
}

void add_copies(Flow& flow, const std::vector<std::string>& copies) {
  if (copies.empty()) return;
  auto style = with(flow, -1, false, Align::left);
  auto first = flow.strips.size();
  add_line(flow, flow.press.layout().words.copies, style, kPartGap);
  double indent = 14;
  for (std::size_t i = 0; i < copies.size(); ++i) {
    auto at = flow.strips.size();
    bool one = copies.size() == 1;
    add_text(
        flow, copies[i].empty() ? " " : copies[i],
        {.style = style, .x = one ? 0 : indent, .width = flow.width - indent, .before = first == at ? kPartGap : 0});
    if (one) continue;
    auto number = flow.press.text(std::to_string(i + 1) + ".", 0, style);
    flow.strips[at].draw = [number, draw = flow.strips[at].draw](cairo_t* cr, double x, double y) {
      number.draw(cr, x, y);
      draw(cr, x, y);
    };
  }
}

void add_signers(Flow& flow, const Paper& paper, const Drawing& check) {
  constexpr std::size_t kLinesAbove = 2, kFewCopies = 6;  // more of them may stand on a page of their own
  auto first = flow.strips.size();
  add_closing(flow, paper);
  for (std::size_t i = 0; i < paper.signers.size(); i += 2) {
    bool pair = i + 1 < paper.signers.size();
    add_row(flow, pair ? &paper.signers[i] : nullptr, paper.signers[pair ? i + 1 : i], pair ? Drawing{} : check);
  }
  if (paper.copies.size() <= kFewCopies) add_copies(flow, paper.copies);
  if (!paper.signers.empty()) keep_together(flow, first, kLinesAbove);
  if (paper.copies.size() > kFewCopies) add_copies(flow, paper.copies);
}

}  // namespace

void add_top(Flow& flow, const Paper& paper) {
  add_form(flow, paper);
  add_letterhead(flow, paper.letterhead);
  if (!paper.title.empty()) add_title(flow, paper);
  add_head(flow, paper);
  add_addressees(flow, paper.to);
}

Result<Done> add_end(Flow& flow, const Paper& paper) {
  bool beside = paper.signers.size() % 2 == 1;
  auto check = check_of(flow, paper, beside ? flow.width * kColumn : flow.width);
  if (!check) return fail(std::move(check.error()));
  add_signers(flow, paper, *check);
  if (beside || !*check) return Done{};
  Strip strip{.before = kPartGap, .height = kQrSide};
  strip.at_foot = true;
  strip.element = flow.next_element();
  strip.draw = *check;
  flow.strips.push_back(std::move(strip));
  return Done{};
}

}  // namespace netra::pdf
