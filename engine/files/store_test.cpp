#include "engine/files/store.hpp"

#include <gd.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "engine/crypto/hash.hpp"
#include "engine/files/disk.hpp"
#include "engine/files/picture.hpp"
#include "tests/support/databases.hpp"

namespace netra::files {
namespace {

struct Files : testing::Test {
  test::TempFolder folder;
  SystemEntropy entropy;
  std::unique_ptr<Store> store = *Store::open(folder.path() + "/a/b", entropy);

  Staged stage(std::string_view bytes, std::string_view owner = {}) {
    auto incoming = *store->receive("bukti.txt", owner);
    EXPECT_TRUE(incoming->write(bytes));
    return *incoming->finish();
  }
  std::string object(const std::string& sha256) {
    return store->root() + "/objects/" + sha256.substr(0, 2) + "/" + sha256.substr(2, 2) + "/" + sha256;
  }
};

TEST_F(Files, AdoptIsRepeatableAndOriginalsAreReadOnly) {
  auto staged = stage("halo");
  EXPECT_EQ(staged.sha256, crypto::sha256_hex("halo"));
  auto stored = store->adopt(staged.handle);
  ASSERT_TRUE(stored);
  EXPECT_EQ(stored->filename, "bukti.txt");
  EXPECT_EQ(stored->content_type, "text/plain; charset=utf-8");
  EXPECT_EQ(store->adopt(staged.handle)->sha256, stored->sha256);
  EXPECT_EQ(store->adopt(stage("halo").handle)->sha256, stored->sha256);  // the same bytes from somebody else
  EXPECT_EQ(*store->read(stored->sha256), "halo");
  struct stat status {};
  ASSERT_EQ(::stat(object(stored->sha256).c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0400U);
  EXPECT_TRUE(store->verify(stored->sha256));
  EXPECT_EQ(store->adopt("../../etc/passwd").error().code, "upload.unknown");
  EXPECT_EQ(store->body("../../etc/passwd", {}).error().code, "files.unknown");
}

TEST_F(Files, VerifySeesOneFlippedByte) {
  auto stored = *store->put("halo", "a.txt");
  ::chmod(object(stored.sha256).c_str(), 0600);
  std::ofstream(object(stored.sha256)) << "hallo";
  EXPECT_EQ(store->verify(stored.sha256).error().code, "files.altered");
}

TEST_F(Files, OnlyTheOwnerContinuesAnUpload) {
  auto begun = *store->begin("a.txt", 4, "owner");
  EXPECT_EQ(store->staged(begun.handle, "other").error().code, "upload.unknown");
  EXPECT_EQ(store->append(begun.handle, "other", 0, "ha").error().code, "upload.unknown");
  EXPECT_EQ(store->append(begun.handle, "owner", 1, "ha").error().code, "upload.offset");
  EXPECT_EQ(store->append(begun.handle, "owner", 0, "ha")->size, 2);
  EXPECT_EQ(store->adopt(begun.handle).error().code, "upload.incomplete");
  EXPECT_EQ(store->append(begun.handle, "owner", 2, "lolo").error().code, "upload.too_large");
  EXPECT_EQ(store->append(begun.handle, "owner", 2, "lo")->sha256, crypto::sha256_hex("halo"));
  EXPECT_EQ(store->append(begun.handle, "owner", 4, "!").error().code, "upload.offset");
  EXPECT_TRUE(store->adopt(begun.handle));
}

TEST_F(Files, SweepsTakeOnlyWhatIsOldAndUnnamed) {
  auto staged = stage("halo");
  auto stored = *store->adopt(staged.handle);
  EXPECT_EQ(store->sweep_staging(std::chrono::hours(1)), 0U);
  EXPECT_EQ(store->sweep_objects([](const auto&) { return false; }), 0U);  // younger than a day
  EXPECT_EQ(store->sweep_staging(std::chrono::hours(0)), 2U);              // bytes and note
  EXPECT_EQ(store->staged(staged.handle, {}).error().code, "upload.unknown");
  EXPECT_TRUE(store->verify(stored.sha256));
  { auto unfinished = *store->receive("x", {}); }
  EXPECT_EQ(store->sweep_staging(std::chrono::hours(0)), 0U);
}

TEST(FileTypes, ByContentNeverByName) {
  using namespace std::literals;
  EXPECT_EQ(type_by_content("\xFF\xD8\xFF\xE0"sv), "image/jpeg");
  EXPECT_EQ(type_by_content("\0\0\0\x18"s
                            "ftypheic"),
            "image/heic");
  EXPECT_EQ(type_by_content("\0\0\0\x18"s
                            "ftypisom"),
            "video/mp4");
  EXPECT_EQ(type_by_content("\0\0\0\x18"s
                            "ftypM4A "),
            "audio/mp4");
  EXPECT_EQ(type_by_content("\0\0\0\x18"s
                            "ftyp3gp5"),
            "video/3gpp");
  EXPECT_EQ(type_by_content("RIFF1234WEBPVP8 "), "image/webp");
  EXPECT_EQ(type_by_content("%PDF-1.7"), "application/pdf");
  EXPECT_EQ(type_by_content("PK\x03\x04....word/document.xml"),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document");
  EXPECT_EQ(type_by_content("<html><script>alert(1)</script>"), "text/plain; charset=utf-8");
  EXPECT_EQ(type_by_content("<svg xmlns='http://www.w3.org/2000/svg'/>"), "text/plain; charset=utf-8");
  EXPECT_EQ(type_by_content("MZ\x90\0\x03"sv), "application/octet-stream");
  EXPECT_EQ(type_by_content(""), "application/octet-stream");
  EXPECT_FALSE(is_safe_inline("application/pdf"));
  EXPECT_FALSE(is_safe_inline("application/octet-stream"));
}

std::string encoded(gdImagePtr image, bool as_png) {
  int size = 0;
  void* data = as_png ? gdImagePngPtr(image, &size) : gdImageJpegPtr(image, &size, 90);
  std::string out(static_cast<char*>(data), static_cast<std::size_t>(size));
  gdFree(data);
  return out;
}

// A JPEG, 40 x 20, with an EXIF segment that says "turn me a quarter" (6) and carries a comment.
std::string turned_jpeg() {
  auto image = gdImageCreateTrueColor(40, 20);
  gdImageFilledRectangle(image, 0, 0, 19, 19, gdTrueColor(255, 0, 0));
  auto jpeg = encoded(image, false);
  gdImageDestroy(image);
  using namespace std::literals;
  auto exif =
      "\xFF\xE1\x00\x22"
      "Exif\0\0"
      "MM\0\x2A\0\0\0\x08"
      "\0\x01"
      "\x01\x12\0\x03\0\0\0\x01\0\x06\0\0"
      "\0\0\0\0"s;
  exif += "\xFF\xFE\x00\x0FGPS -6.02,106"s;
  return jpeg.substr(0, 2) + exif + jpeg.substr(2);
}

TEST_F(Files, DisplayCopiesAreUprightSmallAndBare) {
  auto stored = *store->put(turned_jpeg(), "foto.jpg");
  EXPECT_EQ(stored.content_type, "image/jpeg");
  auto copy = store->display_copy(stored.sha256, 30);
  ASSERT_TRUE(copy) << copy.error().code;
  EXPECT_EQ(copy->width, 15);
  EXPECT_EQ(copy->height, 30);
  auto bytes = *read_file(copy->path);
  EXPECT_EQ(bytes.find("Exif"), std::string::npos);
  EXPECT_EQ(bytes.find("GPS"), std::string::npos);
  EXPECT_EQ(store->display_copy(stored.sha256, 30)->path, copy->path);  // made once
  auto image = gdImageCreateFromJpegPtr(static_cast<int>(bytes.size()), bytes.data());
  EXPECT_GT(gdTrueColorGetRed(gdImageGetPixel(image, 7, 4)), 200);  // the red left half is now on top
  EXPECT_LT(gdTrueColorGetRed(gdImageGetPixel(image, 7, 26)), 60);
  gdImageDestroy(image);
}

TEST_F(Files, BombsAreRefusedUnopened) {
  auto image = gdImageCreate(10, 10);
  gdImageColorAllocate(image, 0, 0, 0);
  auto png = encoded(image, true);
  gdImageDestroy(image);
  EXPECT_EQ(picture_size(png, "image/png")->width, 10);
  png.replace(16, 8, std::string("\0\1\0\0\0\1\0\0", 8));  // 65,536 x 65,536
  EXPECT_EQ(make_display_picture(png, "image/png", 100).error().code, "picture.too_large");
  EXPECT_EQ(make_display_picture("GIF89a", "image/gif", 100).error().code, "picture.unreadable");
  EXPECT_EQ(make_display_picture(turned_jpeg().substr(0, 300), "image/jpeg", 100).error().code, "picture.unreadable");
  auto stored = *store->put("no picture", "a.jpg");
  EXPECT_EQ(store->display_copy(stored.sha256).error().code, "picture.unreadable");
}

}  // namespace
}  // namespace netra::files
