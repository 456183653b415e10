using System.Text;
using Orchestrator.Pty;
using Orchestrator.Terminal.Screens;
using Orchestrator.Tui.Panes;

namespace Orchestrator.Tui.Tests;

/// <summary>A real screen without a program: a test prints into it and reads what was typed.</summary>
internal sealed class FakePane(string title) : IPane
{
    private readonly List<byte> _written = [];

    public string Title { get; set; } = title;

    public Screen Screen { get; } = new(new TermSize(80, 24));

    public bool IsAlive => ExitText is null;

    public string? ExitText { get; set; }

    public string? Trouble { get; set; }

    public bool IsHeld { get; set; }

    public List<TermSize> Sizes { get; } = [];

    public int HumanWrites { get; private set; }

    public byte[] Written => [.. _written];

    public string WrittenText => Encoding.UTF8.GetString(Written);

    public void Write(ReadOnlySpan<byte> bytes, bool fromHuman)
    {
        _written.AddRange(bytes);
        HumanWrites += fromHuman ? 1 : 0;
    }

    public void Resize(TermSize size)
    {
        Sizes.Add(size);
        Screen.Resize(size);
    }

    public void Print(string text) => Screen.Feed(Encoding.UTF8.GetBytes(text));
}
