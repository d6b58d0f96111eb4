using System.Globalization;
using Gateway.Policies;

namespace Gateway.Commands.Words;

/// <summary>What <c>witness</c> and <c>mirror</c> say to people.</summary>
internal static class ReaderWords
{
    internal static readonly Titles CannotBegin = new("cannot begin: ", "无法启动：", "無法啟動：");

    internal static Titles Mirrored(string origin, long size, string root) => new(
        string.Create(CultureInfo.InvariantCulture, $"{origin}: {size} entries, root {root}"),
        string.Create(CultureInfo.InvariantCulture, $"{origin}：{size} 个条目，根值 {root}"),
        string.Create(CultureInfo.InvariantCulture, $"{origin}：{size} 個記項，根值 {root}"));

    internal static readonly Titles AllWell = new(
        "every log continues what was mirrored", "各台账均与已有镜像衔接", "各紀錄冊均與已有鏡像銜接");
}
