using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Orchestrator.Core.Mail;

namespace Orchestrator.Core.Tests.Mail;

public class DecodingTests
{
    private const string Sample = "<TO_PEER>\r\nGrüße, 漢字 and 😀\r\n</TO_PEER>";

    [Fact]
    public void Utf8_with_and_without_a_BOM_is_read_as_it_is()
    {
        Assert.Equal(new DecodedText(Sample, "utf-8", false, false), MailDecoding.Decode(Encoding.UTF8.GetBytes(Sample)));
        Assert.Equal(new DecodedText(Sample, "utf-8", false, false), MailDecoding.Decode([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Sample)]));
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void Utf16_is_found_by_its_BOM_or_its_NULs(bool bigEndian, bool bom)
    {
        var encoding = new UnicodeEncoding(bigEndian, bom);
        byte[] bytes = [.. encoding.GetPreamble(), .. encoding.GetBytes(Sample)];
        Assert.Equal(new DecodedText(Sample, "utf-16", false, false), MailDecoding.Decode(bytes));
        var chinese = "<TO_PEER>" + string.Concat(Enumerable.Repeat("漢字", 200)) + "</TO_PEER>";
        Assert.Equal(chinese, MailDecoding.Decode([.. encoding.GetPreamble(), .. encoding.GetBytes(chinese)]).Text);
    }

    [Fact]
    public void A_few_broken_bytes_in_ascii_are_replaced()
    {
        var decoded = MailDecoding.Decode([.. Encoding.ASCII.GetBytes(new string('a', 200)), 0xC3, (byte)'b']);
        Assert.Equal(("utf-8", true), (decoded.Encoding, decoded.Lossy));
        Assert.Equal(new string('a', 200) + "\uFFFDb", decoded.Text);
    }

    [Fact]
    public void Gb18030_and_Latin1_come_last()
    {
        var gb = CodePagesEncodingProvider.Instance.GetEncoding(54936)!;
        Assert.Equal(new DecodedText("你好，世界", "gb18030", false, false), MailDecoding.Decode(gb.GetBytes("你好，世界")));
        Assert.Equal(new DecodedText("été é", "latin-1", false, true), MailDecoding.Decode(Encoding.Latin1.GetBytes("été é")));
    }

    [Fact]
    public void Decoding_never_throws_and_loses_no_byte_unless_it_says_so()
    {
        var encodings = new Dictionary<string, Encoding[]>
        {
            ["utf-8"] = [new UTF8Encoding(false)],
            ["utf-16"] = [new UnicodeEncoding(false, false), new UnicodeEncoding(true, false)],
            ["gb18030"] = [CodePagesEncodingProvider.Instance.GetEncoding(54936)!],
            ["latin-1"] = [Encoding.Latin1],
        };
        Prop.ForAll<byte[]>(bytes =>
        {
            var decoded = MailDecoding.Decode(bytes);
            return decoded.Lossy || encodings[decoded.Encoding].Any(encoding => bytes.AsSpan().EndsWith(encoding.GetBytes(decoded.Text)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000).WithEndSize(400));
    }
}
