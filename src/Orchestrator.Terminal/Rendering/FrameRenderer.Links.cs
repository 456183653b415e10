using Orchestrator.Terminal.Screens;

namespace Orchestrator.Terminal.Rendering;

/// <content>Style and link of what is drawn next. A link is open only while text of it is drawn, and never when a frame ends.</content>
public sealed partial class FrameRenderer
{
    private void SetStyle(in Style style)
    {
        var mapped = Mapped(style);
        if (!ReferenceEquals(mapped.Link, _style.Link))
        {
            SetLink(mapped.Link);
        }

        SgrWriter.Write(_body, _style, mapped);
        _style = mapped;
    }

    private void CloseLink()
    {
        if (_style.Link is not null)
        {
            SetLink(null);
            _style = _style with { Link = null };
        }
    }

    // OSC 8 (https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda). The id is ours, so that no program says which of another's texts belong to its link.
    private void SetLink(Hyperlink? link)
    {
        if (link == _style.Link)
        {
            return;
        }

        if (link is null)
        {
            _body.Add("\e]8;;\e\\"u8);
            return;
        }

        _body.Add("\e]8;id="u8);
        _body.AddHex(IdOf(link));
        _body.Add((byte)';');
        _body.AddText(link.Uri);
        _body.Add("\e\\"u8);
    }

    // FNV-1a, 32 bits (http://www.isthe.com/chongo/tech/comp/fnv/): the same link has the same id in every frame.
    private static uint IdOf(Hyperlink link)
    {
        var hash = 2166136261;
        foreach (var c in link.Uri)
        {
            hash = (hash ^ c) * 16777619;
        }

        hash = (hash ^ ' ') * 16777619; // not in a URI
        foreach (var c in link.Id)
        {
            hash = (hash ^ c) * 16777619;
        }

        return hash;
    }

    /// <summary>True for a link that may be written whoever made it: see <see cref="Hyperlink.Uri"/>.</summary>
    internal static bool IsSafe(Hyperlink link) =>
        link.Uri.Length <= Hyperlink.MaxUri && !link.Uri.AsSpan().ContainsAnyExceptInRange('!', '~')
        && (link.Uri.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
            || link.Uri.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
            || link.Uri.StartsWith("file://", StringComparison.OrdinalIgnoreCase));
}
