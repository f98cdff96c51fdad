// Preparing a letter: composed from a record, or typed; and its text while it may still be changed.
#include <algorithm>

#include "domain/letter/sql.hpp"
#include "domain/letter/views.hpp"
#include "engine/base/text.hpp"
#include "engine/crypto/code.hpp"

namespace netra::letter {

// A box of the form; an empty one says nothing.
struct BlockIn {
  pdf::BlockKind kind = pdf::BlockKind::paragraph;
  std::optional<std::string> text;
};
BOOST_DESCRIBE_STRUCT(BlockIn, (), (kind, text))

struct TextIn {
  std::string matter;
  std::optional<std::string> to, copies, nature, attachments, class_code;
  std::vector<BlockIn> blocks;
};
BOOST_DESCRIBE_STRUCT(TextIn, (), (matter, to, copies, nature, attachments, class_code, blocks))

struct NewLetterIn {
  std::string document;
  std::optional<std::string> subject_kind, subject;  // of a composed letter; with a typed one: what it is about
  std::optional<std::string> office;                 // of a typed one; absent: the office worked for
  std::optional<std::string> matter, to, copies, nature, attachments, class_code;
  std::vector<BlockIn> blocks;
};
BOOST_DESCRIBE_STRUCT(NewLetterIn, (),
                      (document, subject_kind, subject, office, matter, to, copies, nature, attachments, class_code,
                       blocks))

struct EditIn : TextIn {
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(EditIn, (TextIn), (version))

// What the form begins with.
struct NewLetterView {
  std::string subject_kind, subject, subject_path;
  std::vector<Choice> offices, documents, composed, classes;
  std::string office, document;
  std::vector<BlockText> blocks;
};
BOOST_DESCRIBE_STRUCT(NewLetterView, (),
                      (subject_kind, subject, subject_path, offices, documents, composed, classes, office, document,
                       blocks))

struct EditView {
  LetterView letter;
  std::int64_t version = 1;
  std::string to, copies;
  std::vector<BlockText> blocks;  // with boxes left for more
  std::vector<Choice> classes;
};
BOOST_DESCRIBE_STRUCT(EditView, (), (letter, version, to, copies, blocks, classes))

struct Prepared {
  Preparation preparation;
  Origin origin = Origin::typed;
};

namespace {

constexpr std::size_t kMatter = 500, kAddressees = 4000, kBlock = 50'000, kBlocks = 200;
constexpr std::size_t kBoxes = 3, kSpareBoxes = 2;  // of an empty form; left for more

std::vector<FieldError> faults_of_text(const TextIn& in) {
  auto wrong = faults_of({{"/matter", in.matter, kMatter},
                          {"/to", in.to.value_or(""), kAddressees, true},
                          {"/copies", in.copies.value_or(""), kAddressees, true},
                          {"/nature", in.nature.value_or(""), 100, true},
                          {"/attachments", in.attachments.value_or(""), 100, true},
                          {"/class_code", in.class_code.value_or(""), 30, true}});
  if (in.blocks.size() > kBlocks) wrong.push_back({"/blocks", "field.too_long", std::to_string(kBlocks)});
  for (std::size_t i = 0; i < in.blocks.size(); ++i)
    if (length_in_characters(in.blocks[i].text.value_or("")) > kBlock)
      wrong.push_back({"/blocks/" + std::to_string(i) + "/text", "field.too_long", std::to_string(kBlock)});
  return wrong;
}

std::vector<BlockText> boxes_of(const std::vector<BlockIn>& in) {
  std::vector<BlockText> out;
  for (const auto& block : in) out.push_back({block.kind, block.text.value_or("")});
  return out;
}

// The boxes of a refused form, as they were entered.
std::optional<std::vector<BlockText>> entered_boxes(const http::Call& call) {
  const auto* blocks = call.entered ? call.entered->values.if_contains("blocks") : nullptr;
  if (!blocks || !blocks->is_array()) return std::nullopt;
  auto boxes = from_json<TextIn>(json::object{{"matter", "-"}, {"blocks", *blocks}}, Leniency::kForm);
  if (!boxes) return std::nullopt;
  return boxes_of(boxes->blocks);
}

// What was typed, over the text there was.
void take_text(const TextIn& in, Content& content) {
  const auto known = [](const std::optional<std::string>& text) {
    return text && !trim(*text).empty() ? std::optional(std::string(trim(*text))) : std::nullopt;
  };
  content.matter = trim(in.matter);
  content.to = lines_of(in.to.value_or(""));
  content.copies = lines_of(in.copies.value_or(""));
  content.nature = known(in.nature);
  content.attachments = known(in.attachments);
  if (auto code = known(in.class_code)) content.class_code = *code;
  content.blocks = blocks_of(boxes_of(in.blocks), content.blocks);
}

std::vector<Choice> class_choices(const Services& s, std::string_view language) {
  std::vector<Choice> out;
  for (const auto& one : s.letters.classes) out.push_back({one.code, one.code + " · " + one.label.in(language)});
  return out;
}

// ---- new ----

Result<Prepared> typed_letter(http::Reading& call, const Services& s, const NewLetterIn& in) {
  const auto& actor = actor_of(call);
  const auto office = in.office.value_or(actor.active_office);
  if (!actor.may(Right::write_letters, office)) return fail(Outcome::kForbidden, "access.denied");
  if (in.subject_kind.value_or("").size() > 40 || in.subject.value_or("").size() > 60)
    return fail(Outcome::kInvalid, "letter.source");
  TextIn text{in.matter.value_or(""), in.to, in.copies, in.nature, in.attachments, in.class_code, in.blocks};
  if (auto wrong = faults_of_text(text); !wrong.empty()) return fail_fields("request.fields", std::move(wrong));
  Prepared out{{in.document, {in.subject_kind.value_or(""), in.subject.value_or("")}, {}}, Origin::typed};
  out.preparation.content.office = office;
  out.preparation.content.class_code = s.letters.class_of(in.document);
  take_text(text, out.preparation.content);
  return out;
}

Result<Prepared> composed_letter(http::Reading& call, const Services& s, const NewLetterIn& in) {
  const auto* source = source_of(s, in.document, in.subject_kind.value_or(""));
  if (!source) return fail(Outcome::kInvalid, "letter.source");
  auto content = source->compose(call, in.subject.value_or(""));
  if (!content) return fail(std::move(content.error()));
  if (!actor_of(call).may(Right::write_letters, content->office)) return fail(Outcome::kForbidden, "access.denied");
  return Prepared{{in.document, {*in.subject_kind, in.subject.value_or("")}, std::move(*content)}, Origin::composed};
}

Result<Prepared> prepare_new(http::Reading& call, const Services& s, const NewLetterIn& in) {
  if (s.letters.typed(in.document)) return typed_letter(call, s, in);
  return composed_letter(call, s, in);
}

Result<std::string> put_letter(http::Writing& call, const Services& s, const Prepared& in) {
  const auto& p = in.preparation;
  const auto& content = p.content;
  if (!actor_of(call).may(Right::write_letters, content.office)) return fail(Outcome::kForbidden, "access.denied");
  if (content.blocks.empty()) return fail_fields("letter.empty", {{"/blocks", "field.required", {}}});
  const auto id = make_id(call.now, call.entropy);
  auto& writer = journal::record(call.tx, call.now, call.entropy,
                                 {actor_of(call).as(Right::write_letters, content.office),
                                  "letter.prepared",
                                  {std::string(kSubjectKind), id},
                                  content.office,
                                  {{"document", p.document}, {"about", p.subject.kind}},
                                  {}});
  NewLetter letter{.office = content.office, .origin = in.origin, .document = p.document, .subject = p.subject};
  letter.election = content.election;
  letter.class_code = content.class_code.empty() ? s.letters.class_of(p.document) : content.class_code;
  letter.matter = content.matter;
  letter.parties = content.sealed ? "" : joined(content.to);
  letter.year = static_cast<int>(today_of(call.tx, call, content.office).year());
  letter.sealed = content.sealed;
  letter.text_version = content.sealed ? 0 : 1;
  letter.code = crypto::make_code(call.entropy);
  insert(writer, id, letter, call.principal.id, call.now);
  if (!content.sealed) put_text(writer, id, 1, content, call.principal.id, call.now);
  put_step(writer, call, id, {.step = Step::prepared});
  return id;
}

Result<http::Reply<LetterView>> create(http::Writing& call, const Services& s, const Prepared& in) {
  auto id = put_letter(call, s, in);
  if (!id) return fail(std::move(id.error()));
  auto letter = find(call.tx, *id);
  return http::created(view_of(call, call.tx, s, *letter), "/letters/" + *id);
}

void add_composed(const Services& s, std::string_view language, NewLetterView& out) {
  for (const auto& source : s.sources) {
    if (source.subject_kind != out.subject_kind) continue;
    LetterRecord asked;
    asked.document = source.document;
    out.composed.push_back({source.document, document_name(s.letters, s.rules, s.elections, asked, language)});
  }
}

Result<http::Reply<NewLetterView>> form(http::Reading& call, const Services& s) {
  const auto& actor = actor_of(call);
  const auto language = std::string_view(call.info.language);
  NewLetterView out;
  out.subject_kind = call.query("subject_kind").value_or("");
  out.subject = call.query("subject").value_or("");
  out.subject_path = path_of_subject(out.subject_kind, out.subject);
  for (const auto& office : actor.offices_with(Right::write_letters))
    out.offices.push_back({office, office::name_of(call.db, office)});
  out.office = actor.may(Right::write_letters, actor.active_office) ? actor.active_office : out.offices.front().value;
  for (const auto& one : s.letters.typed_documents) out.documents.push_back({one.id, one.label.in(language)});
  out.document = call.query("document").value_or(s.letters.typed_documents.front().id);
  if (!out.subject_kind.empty()) add_composed(s, language, out);
  out.classes = class_choices(s, language);
  out.blocks = entered_boxes(call).value_or(std::vector<BlockText>());
  out.blocks.resize(std::max<std::size_t>(kBoxes, out.blocks.size() + 1));
  return out;
}

// ---- change ----

Result<http::Reply<EditView>> edit_form(http::Reading& call, const Services& s) {
  auto letter = readable(call);
  if (!letter) return fail(std::move(letter.error()));
  if (!actor_of(call).may(Right::write_letters, letter->office_id)) return fail(Outcome::kForbidden, "access.denied");
  if (letter->sealed) return fail(Outcome::kConflict, "letter.sealed");
  auto possible = in_state(*letter, {State::prepared});
  if (!possible) return fail(std::move(possible.error()));
  EditView out{view_of(call, call.db, s, *letter), letter->version, letter->parties, {}, {}, {}};
  out.copies = joined(out.letter.copies);
  out.blocks = entered_boxes(call).value_or(out.letter.blocks);
  out.blocks.resize(out.blocks.size() + kSpareBoxes);
  out.classes = class_choices(s, call.info.language);
  return out;
}

Result<http::Reply<LetterView>> change(http::Writing& call, const Services& s, const EditIn& in) {
  auto letter = for_act(call, call.tx, Right::write_letters, in.version);
  if (!letter) return fail(std::move(letter.error()));
  if (letter->sealed) return fail(Outcome::kConflict, "letter.sealed");
  if (auto possible = in_state(*letter, {State::prepared}); !possible) return fail(std::move(possible.error()));
  if (auto wrong = faults_of_text(in); !wrong.empty()) return fail_fields("request.fields", std::move(wrong));
  auto content = text_of(call.tx, *letter).value_or(Content{});
  content.class_code = letter->class_code;
  take_text(in, content);
  if (content.blocks.empty()) return fail_fields("letter.empty", {{"/blocks", "field.required", {}}});
  // The class of a letter that has its number is part of it.
  if (!letter->number.empty()) content.class_code = letter->class_code;
  auto writer =
      begin(call, *letter, {Right::write_letters, "letter.changed", {{"text_version", letter->text_version + 1}}});
  if (!writer) return fail(std::move(writer.error()));
  const auto parties = joined(content.to);
  put_text(**writer, letter->id, letter->text_version + 1, content, call.principal.id, call.now);
  (*writer)->execute(sql::letter::set_text,
                     {letter->id, letter->text_version + 1, content.matter, parties, content.class_code,
                      search_words({letter->number, content.matter, parties, content.class_code}), call.principal.id});
  return answer(call, s, letter->id);
}

}  // namespace

Result<std::string> prepare(http::Writing& call, const Services& services, const Preparation& preparation) {
  return put_letter(call, services, {preparation, Origin::composed});
}

void add_write_routes(http::Routes& routes, const Services& s) {
  const auto writers = access::with(Right::write_letters);
  routes
      .get<NewLetterView>("/letters/new", writers, {"letter/new"}, [&s](http::Reading& call) { return form(call, s); })
      .summary("The form to write a letter, and the papers a record can give.")
      .query("document", "The kind of paper to begin with.")
      .query("subject_kind", "Kind of the record the letter is about.")
      .query("subject", "Id of that record.");
  routes
      .post<NewLetterIn, LetterView, Prepared>(
          "/letters", writers, {},
          [&s](http::Reading& call, const NewLetterIn& in) { return prepare_new(call, s, in); },
          [&s](http::Writing& call, const Prepared& in) { return create(call, s, in); })
      .again("/letters/new")
      .max_body(4 * 1024 * 1024)
      .summary("Prepare a letter: composed from a record, or with the text sent.");
  routes
      .get<EditView>("/letters/{id}/edit", writers, {"letter/edit"},
                     [&s](http::Reading& call) { return edit_form(call, s); })
      .summary("The text of a letter that is not checked yet, to change it.");
  routes
      .post<EditIn, LetterView>("/letters/{id}/texts", writers, {},
                                [&s](http::Writing& call, const EditIn& in) { return change(call, s, in); })
      .again("/letters/{id}/edit")
      .max_body(4 * 1024 * 1024)
      .summary("A new text of a letter that is not checked yet; the ones before are kept.");
}

}  // namespace netra::letter
